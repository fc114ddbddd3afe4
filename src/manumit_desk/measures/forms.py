"""The choice of a fiscal year."""

from typing import Any, ClassVar

from django import forms

YEARS = 11


class YearForm(forms.Form):
    """A choice of fiscal year: the current one or one of the ten before."""

    mark_optional: ClassVar = False
    year = forms.TypedChoiceField(label="Fiscal year", coerce=int, required=False)

    def __init__(self, *args: Any, current: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        years = range(current, current - YEARS, -1)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["year"].initial = current

    def chosen(self) -> int:
        """The year that was chosen; this one when none was, or it is none of these."""
        year = self.cleaned_data.get("year") if self.is_bound and self.is_valid() else None
        return int(year) if year else self.current
