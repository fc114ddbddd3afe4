"""Criminal-intelligence records: suspects expire after five years unless somebody confirms them (28 CFR 23.20(h))."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.access import require_own
from manumit_desk.cases.actions.declaring import declare
from manumit_desk.cases.models import Case, Party
from manumit_desk.guard import audit
from manumit_desk.guard.shares import RefusedError

YEARS = 5


def expiry(case: Case, role: str, on: date) -> date | None:
    """The day on which a party of a role expires in a case, if it is confirmed today; None: it does not."""
    if not case.is_intelligence or role not in (Party.Role.SUSPECT, Party.Role.BUSINESS):
        return None
    try:
        return on.replace(year=on.year + YEARS)
    except ValueError:  # February 29
        return on.replace(year=on.year + YEARS, day=28)


def set_expiry(case: Case, *, at: datetime) -> None:
    """Give the parties of a case the day that its being intelligence, or not, now asks for."""
    for party in Party.objects.for_system().filter(case=case).select_related("owner", "case"):
        party.revalidate_by = expiry(case, party.role, timezone.localdate(at))
        party.save(update_fields=["revalidate_by"])
        declare(party, at=at)


@transaction.atomic
def confirm_party(party: Party, *, reason: str, viewer: Viewer, at: datetime) -> None:
    """Say that an intelligence record still holds: it runs for five more years. `reason` is a code of REASONS."""
    require_own(party, viewer)
    if viewer.role != Role.SUPERVISOR:
        raise RefusedError("Only a supervisor may confirm an intelligence record.")
    if reason not in REASONS:
        raise RefusedError("Choose why the record still holds.")
    party.revalidate_by = expiry(party.case, party.role, timezone.localdate(at))
    party.save(update_fields=["revalidate_by"])
    until = party.revalidate_by.isoformat() if party.revalidate_by else ""
    audit.record("confirm intelligence", viewer=viewer, at=at, held=party, reason=reason, until=until)
    declare(party, at=at)


REASONS = {
    "active": "Still active: new information came in the last five years",
    "charged": "Charged, or a charge is expected",
    "wanted": "Wanted, or the matter goes on elsewhere",
}
"""Why a record is kept: 28 CFR 23.20(h) asks that who confirms, when and why are written down."""
