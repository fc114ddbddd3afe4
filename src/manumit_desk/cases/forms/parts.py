"""Forms about the parts of a case."""

from decimal import Decimal
from typing import Any

from django import forms

from manumit.formats import htcds
from manumit_desk.cases.models import Outcome, Party
from manumit_desk.cases.party_fields import ASKED, LONGEST, asked_of
from manumit_desk.cases.vocabulary import choices, htcds_labels, statute_labels
from manumit_desk.guard.handling import Handling
from manumit_desk.shell.fields import DayInput, MomentInput

_CLOSER = [
    ("", "Like the case"),
    (Handling.VICTIM_CONFIDENTIAL.value, "Victim confidential"),
    (Handling.TRIBAL.value, "Tribal"),
]
_OF_A_PARTY = [
    ("", "As usual: a victim is confidential, all others are handled like the case"),
    ("case", "Like the case"),
    *_CLOSER[1:],
]
People = list[tuple[int, str]]


class PartForm(forms.Form):
    """What every part of a case is asked."""

    handling = forms.ChoiceField(label="Who may see it", choices=_CLOSER, required=False)

    field_order: Any = None


class PartyForm(forms.Form):
    """The facts of a party of one kind, by the names of its fields."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = [name for name, _, _ in ASKED[kind]]
        for name, label, hint in ASKED[kind]:
            self.fields[name] = forms.CharField(label=label, help_text=hint, max_length=LONGEST, required=False)
        self.fields["role"] = forms.ChoiceField(label="Its part in the matter", choices=roles_of(kind))
        self.fields["note"] = forms.CharField(
            label="Note", widget=forms.Textarea({"rows": 3}), max_length=2000, required=False
        )
        self.fields["handling"] = forms.ChoiceField(label="Who may see it", choices=_OF_A_PARTY, required=False)

    def given(self) -> dict[str, Any]:
        """What was typed, as `add_party` and `edit_party` take it."""
        said = self.cleaned_data
        fields = {name: said[name] for name in self.facts}
        return {"fields": fields, **{name: said[name] for name in ("role", "note", "handling")}}


_ROLES = {
    Party.Kind.PERSON: ("suspect", "victim", "witness", "caller", "other"),
    Party.Kind.ORGANISATION: ("business", "suspect", "other"),
    Party.Kind.CONTACT: ("contact", "suspect", "victim", "business", "other"),
    Party.Kind.PLACE: ("place", "business", "other"),
    Party.Kind.VEHICLE: ("vehicle", "suspect", "victim", "other"),
    Party.Kind.VESSEL: ("other", "suspect"),
}


def roles_of(kind: str) -> list[tuple[str, str]]:
    """The parts that a kind of party may have in a matter, the usual one first."""
    return [(role, Party.Role(role).label) for role in _ROLES[Party.Kind(kind)]]


class ContextForm(forms.Form):
    """What the Human Trafficking Case Data Standard asks of a victim or a suspect."""

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in asked_of(role).items():
            self.fields[name] = _control(field)

    def given(self) -> dict[str, str]:
        """The answers by the standard's names, several choices parted by semicolons."""
        return {
            name: ";".join(value) if isinstance(value, list) else str(value if value is not None else "")
            for name, value in self.cleaned_data.items()
        }


def _control(field: htcds.Field) -> forms.Field:
    words = list(htcds.choices(field.list).items())
    options: dict[str, Any] = {"label": field.label, "required": False}
    if field.several and words:
        return forms.MultipleChoiceField(choices=words, widget=forms.CheckboxSelectMultiple, **options)
    if words:
        return forms.ChoiceField(choices=[("", "Not known"), *words], **options)
    if field.holds == "yes or no":
        return forms.ChoiceField(choices=[("", "Not known"), ("true", "Yes"), ("false", "No")], **options)
    if field.holds == "number":
        return forms.IntegerField(min_value=0, max_value=120, **options)
    if field.holds == "long text":
        return forms.CharField(widget=forms.Textarea({"rows": 3}), max_length=2000, **options)
    hint = "Letters of the language, such as es." if field.list.startswith("ISO 639") else ""
    return forms.CharField(max_length=200, help_text=hint, **options)


class NoteForm(PartForm):
    """A note."""

    text = forms.CharField(label="Note", widget=forms.Textarea({"rows": 6}), max_length=10_000)
    field_order = ("text", "handling")


class EventForm(PartForm):
    """Something that happened."""

    happened_at = forms.DateTimeField(label="When", widget=MomentInput)
    what = forms.CharField(label="What happened", max_length=300)
    where = forms.CharField(label="Where", max_length=200, required=False)
    city = forms.CharField(max_length=80, required=False)
    stage = forms.ChoiceField(label="Stage of trafficking", required=False)
    field_order = ("happened_at", "what", "where", "city", "stage", "handling")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [("", "None of these"), *htcds_labels("hte_type").items()]
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]


class TaskForm(PartForm):
    """Something to be done. `people` may be given it."""

    what = forms.CharField(label="What is to be done", max_length=300)
    due_date = forms.DateField(label="By when", widget=DayInput, required=False)
    who = forms.TypedChoiceField(label="Who", coerce=int, empty_value=None, required=False)
    field_order = ("what", "due_date", "who", "handling")

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", "Nobody yet"), *people]  # type: ignore[attr-defined]


class DocumentForm(PartForm):
    """A file."""

    file = forms.FileField(max_length=255)
    about = forms.CharField(label="What it is", max_length=300, required=False)
    field_order = ("file", "about", "handling")


class ChargeForm(forms.Form):
    """A charge. `defendants` are the parties of the case that can be charged."""

    defendant = forms.ChoiceField()
    statute = forms.ChoiceField(label="Law")
    said = forms.CharField(label="Offense in words", max_length=200, required=False, help_text="For another offense.")
    counts = forms.IntegerField(min_value=1, max_value=10_000, initial=1)
    nibrs = forms.ChoiceField(
        label="Counts in NIBRS as",
        required=False,
        help_text="64A: commercial sex acts. 64B: involuntary servitude. Usually it follows from the law.",
    )
    filed_date = forms.DateField(label="Filed on", widget=DayInput)

    def __init__(self, *args: Any, defendants: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["defendant"].choices = [("", "Choose"), *defendants]  # type: ignore[attr-defined]
        self.fields["statute"].choices = [("", "Choose"), *statute_labels().items()]  # type: ignore[attr-defined]
        offenses = [("", "What the law usually is"), *choices("nibrs_trafficking"), ("none", "Neither")]
        self.fields["nibrs"].choices = offenses  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    """What came of a charge. Money in dollars."""

    result = forms.ChoiceField(label="Outcome", choices=Outcome.Result.choices)
    decided_date = forms.DateField(label="Decided on", widget=DayInput, required=False)
    by_plea = forms.BooleanField(label="By plea", required=False)
    sentence_months = forms.IntegerField(label="Prison, in months", min_value=0, max_value=12_000, required=False)
    sentence = forms.CharField(label="Sentence in words", max_length=300, required=False)
    ordered = forms.DecimalField(
        label="Restitution ordered, in dollars", min_value=0, max_digits=14, decimal_places=2, required=False
    )
    paid = forms.DecimalField(
        label="Restitution paid so far, in dollars", min_value=0, max_digits=14, decimal_places=2, required=False
    )

    def given(self) -> dict[str, Any]:
        """What was typed, as `decide_charge` takes it."""
        said = dict(self.cleaned_data)
        said["restitution_ordered_cents"] = _cents(said.pop("ordered"))
        said["restitution_paid_cents"] = _cents(said.pop("paid"))
        return said


def _cents(dollars: Decimal | None) -> int:
    return int((dollars or Decimal(0)) * 100)


class ConsentForm(forms.Form):
    """A survivor's consent: informed, written, limited in time, and no condition of help (34 U.S.C. 12291(b)(2))."""

    to_agencies = forms.TypedMultipleChoiceField(
        label="Who may see this record", coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    what = forms.CharField(
        label="What may be shared",
        max_length=500,
        help_text="In the person's own words.",
        widget=forms.Textarea({"rows": 2}),
    )
    purpose = forms.CharField(label="For what", max_length=500, widget=forms.Textarea({"rows": 2}))
    linking = forms.BooleanField(
        label="The record may be compared with other agencies' records",
        help_text="Without this a service provider's record is compared with nothing, not even in coded form.",
        required=False,
    )
    until_date = forms.DateField(label="Until", widget=DayInput, help_text="At most one year; it can be renewed.")
    informed = forms.BooleanField(
        label="The person was told what is shared, with whom, and what may follow", required=False
    )
    written = forms.BooleanField(label="The person signed it", required=False)
    not_a_condition = forms.BooleanField(label="The person was told that help does not depend on it", required=False)

    def __init__(self, *args: Any, agencies: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_agencies"].choices = agencies  # type: ignore[attr-defined]
