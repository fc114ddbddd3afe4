"""Questions about the audit, as plain values for pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Q

from manumit_desk.agencies.models import Membership, User
from manumit_desk.agencies.queries import agency_names
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.listing import page_of
from manumit_desk.guard.models import AuditEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """A line of the audit as a supervisor sees it. Of another agency's people only the agency is named."""

    number: int
    at: datetime
    who: str
    action: str
    record_kind: str
    record_id: str
    facts: tuple[tuple[str, str], ...]


def audit_rows(viewer: Viewer, *, record_id: UUID | None = None, page: str | None) -> Page[AuditRow]:
    """A page of what the viewer's agency did, and of what was done with its records; the newest first.

    With `record_id`, only what concerns that record. NotThere for who is no supervisor.
    """
    if viewer.role != Role.SUPERVISOR:
        raise NotThere
    lines = AuditEvent.objects.filter(Q(agency_id=viewer.agency_id) | Q(owner_id=viewer.agency_id))
    if record_id:
        lines = lines.filter(record_id=str(record_id))
    colleagues = Membership.objects.filter(agency=viewer.agency_id).values("user")
    people = dict(User.objects.filter(pk__in=colleagues).values_list("pk", "name"))
    agencies = agency_names()
    return page_of(lines.order_by("-number"), page, lambda line: _row(line, viewer, people, agencies))


def _row(line: AuditEvent, viewer: Viewer, people: dict[int, str], agencies: dict[int, str]) -> AuditRow:
    is_own = line.agency_id == viewer.agency_id
    if line.agency_id is None:
        who = "the desk itself"
    elif is_own and line.user_id is not None:
        who = people.get(line.user_id, "somebody whose account is gone")
    else:
        who = agencies.get(line.agency_id, "an agency that is gone")
    facts = tuple((str(name).replace("_", " "), str(value)) for name, value in line.detail.items()) if is_own else ()
    return AuditRow(
        number=line.number,
        at=line.at,
        who=who,
        action=line.action,
        record_kind=line.record_kind.partition(".")[2],
        record_id=line.record_id,
        facts=facts,
    )
