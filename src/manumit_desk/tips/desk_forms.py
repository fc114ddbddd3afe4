"""The forms by which a desk works on a tip."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from manumit import terms
from manumit.link import contacts
from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.registry.models import MentionRole
from manumit_desk.shell.fields import DayInput
from manumit_desk.tips.draft import Named
from manumit_desk.tips.forms import LONGEST, states_to_choose
from manumit_desk.tips.models import Tip, TipEntry, TipHandover, TipNote
from manumit_desk.tips.queries import VIEWS, Colleague, QueueFilters, desks_for


def _from_terms(name: str) -> list[tuple[str, str]]:
    return [("", "Choose"), *((row["code"], row["label"]) for row in terms.load(name))]


class FilterForm(forms.Form):
    """What to show of the queue."""

    mark_optional = False
    view = forms.ChoiceField(label="Show", choices=list(VIEWS.items()), required=False)
    urgency = forms.ChoiceField(label="Urgency", choices=[("", "All"), *Tip.Urgency.choices], required=False)
    state = forms.ChoiceField(label="State", choices=states_to_choose, required=False)
    concern = forms.ChoiceField(label="Concern", choices=[("", "All"), *Tip.Concern.choices], required=False)
    channel = forms.ChoiceField(label="Came by", choices=[("", "All"), *Tip.Channel.choices], required=False)
    words = forms.CharField(label="Words or reference", max_length=100, required=False)

    def filters(self) -> QueueFilters:
        """The filters that make sense; what does not is left out."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return QueueFilters(**chosen)


class NoteForm(forms.Form):
    """A note, a question or an answer."""

    KINDS = tuple((kind.value, kind.label) for kind in (TipNote.Kind.NOTE, TipNote.Kind.QUESTION, TipNote.Kind.ANSWER))
    text = forms.CharField(label="Add to the tip", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(label="What is it?", choices=KINDS, initial=TipNote.Kind.NOTE, widget=forms.RadioSelect)
    of_caller = forms.BooleanField(label="I contacted the caller for this", required=False)


class AssignForm(forms.Form):
    """Who is responsible."""

    to_user = forms.TypedChoiceField(label="Responsible", coerce=int)

    def __init__(self, *arguments: Any, colleagues: list[Colleague], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["to_user"].choices = [(one.user_id, one.name) for one in colleagues]  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """A reason in words."""

    why = forms.CharField(label="Why?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class CloseForm(forms.Form):
    """Ending the work on a tip."""

    reason = forms.ChoiceField(
        label="Reason", help_text="The caller sees what it means by their code.",
        choices=lambda: _from_terms("tip_close_reasons"),
    )  # fmt: skip
    note = forms.CharField(label="Note", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class OutcomeForm(forms.Form):
    """What came of a tip."""

    outcome = forms.ChoiceField(label="Outcome", choices=lambda: _from_terms("tip_outcomes"))


class DeclineForm(forms.Form):
    """Why a tip is sent back."""

    because = forms.ChoiceField(label="Reason", choices=lambda: _from_terms("tip_decline_reasons"))


class ClockForm(forms.Form):
    """How a clock was met."""

    how = forms.CharField(
        label="What was done?", max_length=500,
        help_text="Who was told, when, and the number they gave. Or why it does not apply.",
    )  # fmt: skip


class HandOverForm(forms.Form):
    """To which desk a tip goes, and why."""

    to_agency = forms.TypedChoiceField(label="To which desk?", coerce=int)
    why = forms.CharField(label="Why to them?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, *arguments: Any, viewer: Viewer, asks_ground: bool, supervisors: list[Colleague], **options: Any
    ):
        super().__init__(*arguments, **options)
        desks = [(one.pk, f"{one.name} ({_takes(one)})") for one in desks_for(viewer)]
        self.fields["to_agency"].choices = [("", "Choose"), *desks]  # type: ignore[attr-defined]
        if asks_ground:
            grounds = [choice for choice in TipHandover.Ground.choices if choice[0]]
            self.fields["ground"] = forms.ChoiceField(
                label="Against the caller’s wish: on which ground?",
                help_text="Only where the law requires it. It is kept as the decision of the person whom you name.",
                choices=[("", "None: the wish is kept"), *grounds],
                required=False,
            )
            self.fields["decided_by"] = forms.TypedChoiceField(
                label="Who decided it?",
                choices=[("", "Nobody"), *((one.user_id, one.name) for one in supervisors)],
                coerce=int,
                empty_value=None,
                required=False,
            )


def _takes(agency: Agency) -> str:
    return ("police, " if agency.is_law_enforcement else "") + agency.takes_tips_in


class EntryForm(forms.Form):
    """One person, business, contact point, place, vehicle or vessel that the tip names."""

    kind = forms.ChoiceField(label="What is named?", choices=TipEntry.Kind.choices)
    role = forms.ChoiceField(
        label="Its part in it", choices=[one for one in MentionRole.choices if one[0] != MentionRole.CALLER]
    )
    value = forms.CharField(label="Name, number, plate or address", max_length=300)
    birth_date = forms.DateField(label="Birth date of a person", required=False, widget=DayInput)
    address = forms.CharField(label="Street address", max_length=200, required=False)
    city = forms.CharField(label="City", max_length=80, required=False)
    region = forms.ChoiceField(label="State (of the address or the plate)", choices=states_to_choose, required=False)
    make = forms.CharField(label="Make of a vehicle", max_length=60, required=False)
    colour = forms.CharField(label="Color of a vehicle", max_length=40, required=False)

    VALUE_IN: ClassVar = {
        "person": "name", "organisation": "name", "contact": "value", "place": "address", "vehicle": "plate",
        "vessel": "name",
    }  # fmt: skip
    FURTHER: ClassVar = {
        "person": ("birth_date", "address", "city", "region"),
        "organisation": ("address", "city", "region"),
        "place": ("city", "region"),
        "vehicle": ("region", "make", "colour"),
    }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind", "")
        allowed = self.FURTHER.get(kind, ())
        for name in ("birth_date", "address", "city", "region", "make", "colour"):
            if cleaned.get(name) and name not in allowed and kind:
                self.add_error(name, ValidationError("This does not belong to what is named. Clear it."))
        return cleaned

    def named(self) -> Named:
        """The entry to be."""
        said, kind = self.cleaned_data, self.cleaned_data["kind"]
        fields = {self.VALUE_IN[kind]: said["value"]}
        for name in self.FURTHER.get(kind, ()):
            if said[name]:
                fields[name] = str(said[name])
        if kind == TipEntry.Kind.CONTACT and (read := contacts.read_contact(said["value"])):
            fields["type"] = read.type
        return Named(kind=kind, role=said["role"], fields=fields)


class ImportForm(forms.Form):
    """A file of tips."""

    file = forms.FileField(
        label="File", help_text="CSV (UTF-8), JSON Lines or Parquet. Spreadsheets: save the sheet as CSV UTF-8."
    )


class CodeForm(forms.Form):
    """A caller's follow-up code."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Four groups of four letters and numbers."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Write your code.")},
    )


class AddForm(CodeForm):
    """What a caller adds to their tip."""

    text = forms.CharField(
        label=_("Add to your tip"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you want to add.")},
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["code"].widget = forms.HiddenInput()
