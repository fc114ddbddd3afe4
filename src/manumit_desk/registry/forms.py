"""What people say about hits and pairs, and what they look for."""

from typing import Any, ClassVar

from django import forms

from manumit_desk.registry.models import HitSide, Judgement

ANSWERS = (
    (HitSide.Answer.DISCLOSED, "Disclose: they may know that it is our record, and call us"),
    (HitSide.Answer.DECLINED, "Decline"),
)
VERDICTS = (
    (Judgement.Verdict.SAME, "The same"),
    (Judgement.Verdict.DIFFERENT, "Different"),
    (Judgement.Verdict.UNSURE, "Unsure"),
)


class AnswerForm(forms.Form):
    """What an agency answers to a hit."""

    answer = forms.ChoiceField(label="Your answer", choices=ANSWERS, widget=forms.RadioSelect)
    message = forms.CharField(
        label="Message to the other agency",
        help_text="Say whom to ask for. Name nobody whom the records are about.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    show_file = forms.BooleanField(
        label="Also show them our file", help_text="They can then read it. You can take it back.", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("show_file") and cleaned.get("answer") == HitSide.Answer.DECLINED:
            self.add_error("show_file", "A file is shown only where you disclose.")
        return cleaned


class JudgeForm(forms.Form):
    """A person's word on a pair."""

    verdict = forms.ChoiceField(label="Are they the same?", choices=VERDICTS, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Note", help_text="How you know. Both agencies see it.", max_length=500, required=False
    )


class SearchForm(forms.Form):
    """What somebody looks for."""

    q = forms.CharField(
        label="Look for",
        help_text="A name however spelled, a phone, an e-mail address, a plate, a reference, or words of a text.",
        max_length=200,
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class KindForm(forms.Form):
    """Which kind of subject to list."""

    mark_optional: ClassVar = False
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=(
            ("", "All"),
            ("person", "People"),
            ("organisation", "Organizations"),
            ("contact", "Phones, e-mails, accounts"),
            ("place", "Places"),
            ("vehicle", "Vehicles"),
            ("vessel", "Vessels"),
        ),
    )
