"""Forms of training."""

from django import forms

from manumit_desk.shell.fields import DayInput
from manumit_desk.training.models import Course, course_kinds, sectors


class CourseForm(forms.Form):
    """A course."""

    title = forms.CharField(label="Name of the course", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=course_kinds)
    hours = forms.DecimalField(label="Hours", required=False, min_value=0, max_value=1000, decimal_places=1)
    refresher_months = forms.IntegerField(
        label="Refresher after how many months?",
        required=False,
        min_value=1,
        max_value=240,
        help_text="Leave empty if none is needed.",
    )


class RosterForm(forms.Form):
    """A roster, and what stands for rows that do not say."""

    file = forms.FileField(
        label="Roster", help_text="Excel (.xlsx, .xls), OpenDocument (.ods) or CSV. Columns may be in any order."
    )
    course = forms.ModelChoiceField(
        label="Course, for rows that name none", queryset=Course.objects.all(), required=False
    )
    held_date = forms.DateField(label="Day of the training, for rows that name none", required=False, widget=DayInput())


class PeopleFilter(forms.Form):
    """What to look for among professionals."""

    mark_optional = False
    q = forms.CharField(label="Name, address or employer", required=False, max_length=100)
    sector = forms.ChoiceField(label="Sector", required=False, choices=lambda: [("", "All"), *sectors()])
    due = forms.BooleanField(label="Refresher due", required=False)


class SectorForm(forms.Form):
    """Which sector somebody works in."""

    sector = forms.ChoiceField(label="Sector", choices=sectors)


class CertificateForm(forms.Form):
    """A certificate."""

    shows_name = forms.BooleanField(
        label="The person agreed that the public page names them",
        required=False,
        help_text="Without this the page shows only the course and the day.",
    )


class RevokeForm(forms.Form):
    """Why a certificate no longer holds."""

    why = forms.CharField(label="Why?", max_length=200, help_text="Kept here; the public page does not show it.")
