"""The forms of accounts; what was typed is kept, errors stand beside the field."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from manumit_desk.accounts.actions.tokens import LONGEST
from manumit_desk.agencies.roles import Role
from manumit_desk.guard.handling import NEVER_BY_AGREEMENT, Handling
from manumit_desk.shell.fields import DayInput


class DatesForm(forms.Form):
    """From when until when a membership holds."""

    from_date = forms.DateField(label="From", widget=DayInput)
    until_date = forms.DateField(
        label="Until", widget=DayInput, required=False, help_text="The last day; leave it empty when no end is known."
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("from_date"), said.get("until_date")
        if first and last and last < first:
            self.add_error("until_date", "Choose a day that is not before the first.")
        return said


class MemberForm(DatesForm):
    """Who becomes a member, and as what."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    name = forms.CharField(label="Name", max_length=120)
    role = forms.ChoiceField(label="Role", choices=Role.choices)
    field_order = ("email", "name", "role", "from_date", "until_date")


class ContactForm(forms.Form):
    """Whom other agencies call or write to."""

    name = forms.CharField(label="Name or desk", max_length=120, required=False)
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    email = forms.EmailField(
        label="E-mail address", required=False, help_text="Notices go here; they never say whom they concern."
    )


class TokenForm(forms.Form):
    """What a token is for, what it may see, and until when."""

    name = forms.CharField(label="What it is for", max_length=80)
    handlings = forms.MultipleChoiceField(
        label="What it may see", choices=Handling.choices, widget=forms.CheckboxSelectMultiple
    )
    until_date = forms.DateField(label="Until", widget=DayInput, help_text="One year at most.")

    def __init__(self, *args: Any, today: date, sees_victims: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not sees_victims:
            self.fields["handlings"].choices = [  # type: ignore[attr-defined]
                one for one in Handling.choices if one[0] != Handling.VICTIM_CONFIDENTIAL
            ]

    def clean_until_date(self) -> date:
        day: date = self.cleaned_data["until_date"]
        if not self.today <= day <= self.today + LONGEST:
            raise forms.ValidationError("Choose a day from today on, one year from now at most.")
        return day


class AgreementForm(forms.Form):
    """With whom, about what, from when until when."""

    title = forms.CharField(label="Title", max_length=200)
    with_agencies = forms.TypedMultipleChoiceField(
        label="With", coerce=int, widget=forms.CheckboxSelectMultiple, help_text="Each must confirm."
    )
    handlings = forms.MultipleChoiceField(
        label="Records of these codes are shown to one another",
        choices=[one for one in Handling.choices if one[0] not in {*NEVER_BY_AGREEMENT, Handling.OPEN}],
        widget=forms.CheckboxSelectMultiple,
    )
    from_date = forms.DateField(label="From", widget=DayInput)
    until_date = forms.DateField(label="Until", widget=DayInput)

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with_agencies"].choices = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("from_date"), said.get("until_date")
        if first and last and last < first:
            self.add_error("until_date", "Choose a day that is not before the first.")
        return said
