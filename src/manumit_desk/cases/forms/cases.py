"""Forms about a case as a whole, and about the list of cases."""

from typing import Any

from django import forms

from manumit_desk.cases.models import Case
from manumit_desk.cases.vocabulary import choices
from manumit_desk.guard.handling import Handling
from manumit_desk.shell.fields import DayInput

_CONCERNS = [("", "Not known yet"), *((one.value, one.label) for one in Case.Concern if one.value)]
People = list[tuple[int, str]]


class CaseForm(forms.Form):
    """What is said of a case when it is opened or changed. `people` may lead it."""

    title = forms.CharField(max_length=200, help_text="Without names of victims: it shows in lists.")
    kind = forms.ChoiceField(label="Kind of case", choices=Case.Kind.choices)
    concern = forms.ChoiceField(label="What sort of trafficking", choices=_CONCERNS, required=False)
    summary = forms.CharField(widget=forms.Textarea({"rows": 4}), max_length=5000, required=False)
    opened_date = forms.DateField(label="Opened on", widget=DayInput)
    state = forms.ChoiceField(required=False)
    county = forms.CharField(max_length=80, required=False)
    sectors = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    lead = forms.TypedChoiceField(label="Who leads it", coerce=int, empty_value=None, required=False)
    is_intelligence = forms.BooleanField(
        label="This file holds criminal intelligence",
        help_text="Its suspects then expire after five years unless a supervisor confirms them (28 CFR Part 23).",
        required=False,
    )
    handling = forms.ChoiceField(
        label="Who may see it",
        choices=[("", "As usual for this kind of case"), *Handling.choices],
        required=False,
        help_text="Parts of the case are handled like it, or more closely.",
    )

    field_order = (
        "title", "kind", "concern", "summary", "opened_date", "lead", "state", "county", "handling", "is_intelligence",
        "bring_entries", "sectors",
    )  # fmt: skip

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = choices("states", empty="Not known")  # type: ignore[attr-defined]
        self.fields["sectors"].choices = choices("sectors")  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", "Nobody yet"), *people]  # type: ignore[attr-defined]


class TipCaseForm(CaseForm):
    """A case that is opened for a tip."""

    bring_entries = forms.BooleanField(
        label="Bring along whom and what the tip names", initial=True, required=False
    )  # fmt: skip


class CloseForm(forms.Form):
    """Why a case is closed, and what the callers are told whose tips are in it."""

    reason = forms.ChoiceField(label="Why")
    note = forms.CharField(label="In words", widget=forms.Textarea({"rows": 3}), max_length=1000, required=False)
    tips_outcome = forms.ChoiceField(label="What callers are told", required=False)

    def __init__(self, *args: Any, has_tips: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices("case_closings", empty="Choose")  # type: ignore[attr-defined]
        if has_tips:
            self.fields["tips_outcome"].choices = choices("tip_outcomes")  # type: ignore[attr-defined]
            self.fields["tips_outcome"].initial = "looked_into"
        else:
            del self.fields["tips_outcome"]


class FilterForm(forms.Form):
    """What the list of cases is narrowed to."""

    text = forms.CharField(label="Words", max_length=100, required=False)
    status = forms.ChoiceField(choices=[("", "Any"), *Case.Status.choices], required=False)
    kind = forms.ChoiceField(choices=[("", "Any"), *Case.Kind.choices], required=False)
    state = forms.ChoiceField(required=False)
    lead = forms.ChoiceField(required=False)
    whose = forms.ChoiceField(
        label="Whose", choices=[("", "All"), ("own", "Our own"), ("others", "Other agencies'")], required=False
    )

    mark_optional = False

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = choices("states", empty="Any")  # type: ignore[attr-defined]
        named = [(str(number), name) for number, name in people]
        self.fields["lead"].choices = [("", "Anybody"), ("me", "Me"), *named]  # type: ignore[attr-defined]


class ViewForm(forms.Form):
    """A name for filters that are kept."""

    name = forms.CharField(label="Name of the view", max_length=60)


class ExportForm(forms.Form):
    """In which form cases leave the desk."""

    form = forms.ChoiceField(
        label="Form",
        choices=[
            ("csv", "List of cases (CSV)"),
            ("htcds", "Human Trafficking Case Data Standard 2.0: people and events (CSV)"),
        ],
        initial="csv",
        widget=forms.RadioSelect,
    )
    with_names = forms.BooleanField(
        label="With names and contact details",
        help_text="Only for the data standard. Of victims, only your own agency's records are in the file.",
        required=False,
    )


class JoinForm(forms.Form):
    """The agency that a case is to be worked with."""

    agency = forms.TypedChoiceField(coerce=int, label="Agency")
    until_date = forms.DateField(label="Until", widget=DayInput, required=False, help_text="Empty: until you end it.")

    def __init__(self, *args: Any, agencies: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose"), *agencies]  # type: ignore[attr-defined]


class MatterForm(forms.Form):
    """One's own case that is the same matter as the one that is shown."""

    own = forms.ChoiceField(label="Your agency's case")

    def __init__(self, *args: Any, cases: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own"].choices = [("", "Choose"), *((str(key), text) for key, text in cases)]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why an intelligence record is confirmed."""

    reason = forms.ChoiceField(label="Why it is kept", widget=forms.RadioSelect)

    def __init__(self, *args: Any, reasons: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(reasons.items())  # type: ignore[attr-defined]
