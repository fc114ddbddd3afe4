"""Made-up rosters of departments, brought in as a member would."""

from datetime import date
from typing import Any

from django.utils import timezone

from manumit.progress import silent
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.training.actions.rosters import bring_in, keep_roster
from manumit_desk.training.importing import read_seats
from manumit_desk.training.models import RosterImport
from tests.manumit_desk.cast import NOW

TODAY = date(2026, 3, 2)
HEADER = "First Name,Last Name,Email,Agency,Job Title,City,State,Course,Date Completed,Pre-test,Post-test,3 month\n"
ANA = "Ana,Ruiz,ana@rail.example,Rail,Conductor,Austin,TX,Signs,01/15/2026,50,80,70\n"
BEN = "Ben,Oak,ben@clinic.example,Oak Clinic,Nurse,Dallas,TX,Signs,01/15/2026,40,90,\n"


def bring(text: str, viewer: Viewer, **more: Any) -> RosterImport:
    """Bring in a roster as text."""
    held = keep_roster("roster.csv", text.encode(), course=None, held_date=None, viewer=viewer, at=NOW)
    read = read_seats(bytes(held.content), held.name, today=TODAY, **more)
    bring_in(held, read, viewer=viewer, at=timezone.now(), progress=silent)
    return held
