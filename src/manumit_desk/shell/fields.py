"""Controls that several rooms need."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """A day with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and time of day, local, with the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class Answer(forms.TypedChoiceField):
    """Yes, no, or not known (None): three buttons, none chosen for anybody."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        choices = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]
        meaning = {"yes": True, "no": False}
        super().__init__(choices=choices, coerce=meaning.get, empty_value=None, **options)

    def prepare_value(self, value: object) -> object:
        return {True: "yes", False: "no", None: None}.get(value, value) if isinstance(value, bool | None) else value
