"""The forms by which tips come in: from the public, at the hotline, by file and by a partner's system."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from manumit import terms
from manumit_desk.registry.models import MentionRole
from manumit_desk.shell.fields import MomentInput
from manumit_desk.tips import lines
from manumit_desk.tips.draft import FACTS, WISHES, Named, TipDraft
from manumit_desk.tips.models import Answer, Tip

LONGEST = 10_000
ANSWERS = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("I do not know"))]
CONCERNS = [
    ("sex", _("Somebody is made to have sex")),
    ("labour", _("Somebody is made to work")),
    ("both", _("Both")),
    ("unsure", _("I am not sure")),
]


def states_to_choose() -> list[tuple[str, Any]]:
    """The states and territories, by name, after nothing."""
    return [("", _("Choose a state")), *((row["code"], row["label"]) for row in terms.load("states"))]


def indicators_to_choose() -> list[tuple[str, str]]:
    """The indications in the language of the page."""
    written = "spanish" if (translation.get_language() or "").startswith("es") else "english"
    return [(row["code"], row[written]) for row in terms.load("tip_indicators")]


def _text(label: Any, help_text: Any = "", *, length: int = 300, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=length, required=required)


def _area(label: Any, help_text: Any = "", *, length: int = LONGEST, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=length, required=False, widget=widget)


def _answer(label: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=help_text, choices=ANSWERS, required=False, widget=forms.RadioSelect
    )


class TipForm(forms.Form):
    """What every way in asks, in the words of the public form. `draft()` is what was said, once the form is valid."""

    what_happened = forms.CharField(
        label=_("What did you see or hear?"),
        help_text=_("Say it in your own words. Who, what, where? You need not be sure."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Write a few words about what happened.")},
    )
    where_text = _text(_("Where?"), _("An address, the name of a place, or what it looks like."), length=500)
    state = forms.ChoiceField(label=_("In which state?"), choices=states_to_choose, required=False)
    when_text = _text(_("When?"), _("As well as you know. For example: last Friday night, or every day."))
    in_danger_now = _answer(_("Is somebody in danger right now?"))
    child = _answer(_("Is somebody under 18 concerned?"))
    concern = forms.ChoiceField(
        label=_("What may it be about?"), choices=CONCERNS, required=False, widget=forms.RadioSelect
    )
    indicators = forms.MultipleChoiceField(
        label=_("What did you notice?"),
        choices=indicators_to_choose,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contacts_text = _area(_("Phone numbers, e-mails, websites or accounts"), _("One on each line."))
    businesses_text = _area(_("Businesses"), _("Names of motels, farms, bars, companies … One on each line."))
    vehicles_text = _area(_("License plates"), _("One on each line, with the state if you know it: ABC 1234 TX."))
    people_text = _area(_("People who do this"), _("Names or nicknames. One on each line."))
    victims_text = _area(_("People who may need help"), _("Names or nicknames. One on each line."))
    may_tell_police = forms.ChoiceField(
        label=_("May the police know of this?"),
        help_text=_(
            "If you do not choose, we do not tell the police. "
            "If a child is in danger, the law can require us to tell them."
        ),
        choices=[("yes", _("Yes, you may tell the police")), ("no", _("No, do not tell the police"))],
        required=False,
        widget=forms.RadioSelect,
    )
    is_anonymous = forms.ChoiceField(
        label=_("May we know who you are?"),
        choices=[("yes", _("No, I stay anonymous")), ("no", _("Yes, I give my name or how to reach me"))],
        initial="yes",
        required=False,
        widget=forms.RadioSelect,
    )
    caller_name = _text(_("Your name"), length=200)
    caller_phone = _text(_("Your phone number"), length=60)
    caller_email = forms.EmailField(label=_("Your e-mail address"), max_length=254, required=False)
    may_call_back = forms.BooleanField(label=_("You may contact me with questions"), required=False)
    safe_to_contact = _text(
        _("When and how is it safe to contact you?"), _("For example: text only, never call, mornings.")
    )

    LINES: ClassVar[tuple[tuple[str, Callable[[str], Iterator[Named]]], ...]] = (
        ("contacts_text", lines.contact_points),
        ("businesses_text", lines.businesses),
        ("vehicles_text", lines.vehicles),
        ("people_text", lambda text: lines.people(text, MentionRole.SUSPECT)),
        ("victims_text", lambda text: lines.people(text, MentionRole.VICTIM)),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_caller(cleaned)
        cleaned["named"] = tuple(self._named(cleaned))
        return cleaned

    def _check_caller(self, cleaned: dict[str, Any]) -> None:
        is_anonymous = cleaned.get("is_anonymous", "") != "no"
        given = [name for name in ("caller_name", "caller_phone", "caller_email") if cleaned.get(name)]
        if is_anonymous and given:
            self.add_error(given[0], _("You chose to stay anonymous. Clear this, or choose Yes above."))
        if not is_anonymous and cleaned.get("may_call_back") and not {"caller_phone", "caller_email"} & set(given):
            self.add_error("caller_phone", _("Give a phone number or an e-mail address, so that we can reach you."))

    def _named(self, cleaned: dict[str, Any]) -> list[Named]:
        named: list[Named] = []
        for field, read in self.LINES:
            try:
                named += read(cleaned.get(field, ""))
            except lines.TooMuchError:
                self.add_error(field, _("At most 20 lines of 300 characters each."))
        return named

    def draft(self, *, language: str = "en") -> TipDraft:
        """What was said, as a tip to be. Nothing chosen is not known; a wish that was not given is a no."""
        said = self.cleaned_data
        facts: dict[str, Any] = {name: said[name] for name in FACTS if said.get(name)}
        facts.setdefault("concern", Tip.Concern.UNSURE)
        is_anonymous = said.get("is_anonymous", "") != "no"
        wishes: dict[str, Any] = {name: said.get(name, "") for name in WISHES}
        wishes |= {
            "may_tell_police": said.get("may_tell_police") == "yes",
            "is_anonymous": is_anonymous,
            "may_call_back": bool(said.get("may_call_back")) and not is_anonymous,
        }
        facts.setdefault("language", language)
        return TipDraft(**facts, **wishes, indicators=tuple(said.get("indicators", ())), named=said["named"])


class PublicTipForm(TipForm):
    """The form for everybody. A program that fills in everything also fills in the field that people do not see."""

    website_of_yours = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def clean_website_of_yours(self) -> str:
        if self.cleaned_data["website_of_yours"]:
            raise ValidationError(_("Leave this field empty, please. It is there to stop programs."))
        return ""


class HotlineForm(TipForm):
    """The form for staff who write down a call: the same questions, and the facts that start clocks."""

    received_at = forms.DateTimeField(
        label="When did it come in?", required=False, widget=MomentInput, help_text="Empty: now."
    )
    language = forms.ChoiceField(
        label="Language of the caller",
        choices=[("en", "English"), ("es", "Spanish"), ("other", "Another")],
        required=False,
    )
    child_is_foreign = _answer("Is the child from another country?")
    child_in_care = _answer("Is the child in care of child welfare?")
    child_is_missing = _answer("Is the child missing?")
    places_text = _area("Addresses", "One on each line.")
    once = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    LINES = (*TipForm.LINES, ("places_text", lines.places))
    LABELS: ClassVar = {
        "what_happened": ("What does the caller say?", ""),
        "may_tell_police": ("May the police know?", "No answer counts as no."),
        "is_anonymous": ("Is the caller anonymous?", "Of an anonymous caller nothing is kept."),
        "may_call_back": ("The caller may be called back", ""),
        "caller_name": ("Caller’s name", ""),
        "caller_phone": ("Caller’s phone number", ""),
        "caller_email": ("Caller’s e-mail address", ""),
        "safe_to_contact": ("When and how is it safe to contact the caller?", ""),
        "people_text": ("People who may be responsible", "One on each line."),
        "victims_text": ("People who may be harmed", "One on each line."),
    }
    CHOICES: ClassVar = {
        "is_anonymous": [("yes", "Yes"), ("no", "No")],
        "may_tell_police": [("yes", "Yes"), ("no", "No")],
    }

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, (label, hint) in self.LABELS.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        self.fields["what_happened"].widget.attrs["autofocus"] = True
        for name, choices in self.CHOICES.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_received_at(self) -> Any:
        moment = self.cleaned_data["received_at"]
        if moment and moment > timezone.now():
            raise ValidationError("This is in the future.")
        return moment


class FactsForm(forms.Form):
    """Putting the facts of a tip right."""

    what_happened = forms.CharField(
        label="What the tip says", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 7})
    )
    where_text = _text("Where", length=500)
    state = forms.ChoiceField(label="State", choices=states_to_choose, required=False)
    when_text = _text("When")
    concern = forms.ChoiceField(label="Concern", choices=Tip.Concern.choices)
    indicators = TipForm.base_fields["indicators"]
    in_danger_now = forms.ChoiceField(label="Somebody is in danger now", choices=Answer.choices)
    child = forms.ChoiceField(label="A child is concerned", choices=Answer.choices)
    child_is_foreign = forms.ChoiceField(label="The child is from another country", choices=Answer.choices)
    child_in_care = forms.ChoiceField(label="The child is in care of child welfare", choices=Answer.choices)
    child_is_missing = forms.ChoiceField(label="The child is missing", choices=Answer.choices)


class WishesForm(forms.Form):
    """Writing down that the caller wants something else now."""

    may_tell_police = forms.BooleanField(label="Police may know", required=False)
    may_call_back = forms.BooleanField(label="The caller may be called back", required=False)
    is_anonymous = forms.BooleanField(
        label="The caller is anonymous", help_text="Name and contact are deleted for good.", required=False
    )
    caller_name = _text("Caller’s name", length=200)
    caller_phone = _text("Caller’s phone number", length=60)
    caller_email = forms.EmailField(label="Caller’s e-mail address", max_length=254, required=False)
    safe_to_contact = _text("When and how is it safe to contact the caller?")
    said = _text("How and when did the caller say so?", required=True)
