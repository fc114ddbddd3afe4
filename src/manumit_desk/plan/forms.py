"""Forms of the plan: reporting on an action, saying what it waits for, and the overseer's changes."""

from django import forms

from manumit_desk.measures.measure import all_measures
from manumit_desk.plan.models import Action, Requirement
from manumit_desk.shell.fields import DayInput


class ReportForm(forms.Form):
    """Where an action stands."""

    status = forms.ChoiceField(label="Where does it stand?", choices=Action.Status)
    text = forms.CharField(
        label="What was done, or what is missing?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    proof = forms.CharField(
        label="Proof", max_length=500, required=False, help_text="Needed when it is done: a document, a page, a record."
    )


class BlockerForm(forms.Form):
    """What an action waits for."""

    waiting_for = forms.CharField(label="Who is waited for?", max_length=120)
    text = forms.CharField(label="For what?", max_length=500)


class DueDateForm(forms.Form):
    """Another due date."""

    due_date = forms.DateField(label="Due", required=False, widget=DayInput())


class MeasureForm(forms.Form):
    """A measure that shows an action's progress."""

    code = forms.ChoiceField(label="Measure")
    baseline = forms.FloatField(label="Where it began", required=False)
    target = forms.FloatField(label="Where it should be", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(code, measure.title) for code, measure in all_measures().items()]
        self.fields["code"] = forms.ChoiceField(label="Measure", choices=choices)


class RequirementsForm(forms.Form):
    """The requirements of law that an action meets."""

    requirements = forms.ModelMultipleChoiceField(
        label="Which requirements does it meet?",
        queryset=Requirement.objects.select_related("authority"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ReviewForm(forms.Form):
    """The end of a review meeting."""

    notes = forms.CharField(
        label="Notes of the meeting", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class ImportForm(forms.Form):
    """A plan from a file."""

    file = forms.FileField(label="File", help_text="CSV, JSON Lines or JSON with the columns of an export.")
