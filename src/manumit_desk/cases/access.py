"""The only way to fetch a case or a part of one: what the viewer may not see is not there."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case, CasePart, Party
from manumit_desk.guard.access import access
from manumit_desk.guard.models import Share
from manumit_desk.guard.shares import RefusedError, live_shares

Part = TypeVar("Part", bound=CasePart)


def access_case(viewer: Viewer | None, case_id: UUID | str, *, at: datetime, act: str = "read") -> Case:
    """The case, if the viewer may see it; NotThere otherwise."""
    return access(Case, viewer, case_id, at=at, act=act)


def access_party(viewer: Viewer | None, party_id: UUID | str, *, at: datetime, act: str = "read") -> Party:
    """The party, if the viewer may see it; NotThere otherwise. Its case may still be hidden from them."""
    return access(Party, viewer, party_id, at=at, act=act)


def access_part(
    kind: type[Part], viewer: Viewer | None, part_id: UUID | str, *, at: datetime, act: str = "read"
) -> Part:
    """A note, event, task, document, charge or outcome, if the viewer may see it; NotThere otherwise."""
    return access(kind, viewer, part_id, at=at, act=act)


def works_on(case: Case, viewer: Viewer, *, at: datetime) -> bool:
    """Whether the viewer's agency works the case: it owns it, or it is a joint case of theirs. Seeing is not enough."""
    if not viewer.works_with_records:
        return False
    if case.owner_id == viewer.agency_id:
        return True
    joint = live_shares(timezone.localdate(at)).filter(
        record_kind=Case.kind_of_record(), record_id=case.pk, to_agency=viewer.agency_id, why=Share.Why.JOINT_CASE
    )
    return joint.exists() and Case.objects.visible_to(viewer).filter(pk=case.pk).exists()


def require_work_on(case: Case, viewer: Viewer, *, at: datetime) -> None:
    """RefusedError unless the viewer's agency works the case."""
    if not works_on(case, viewer, at=at):
        raise RefusedError("Only the agencies that work this case may add to it.")


def require_scope(handling: str, viewer: Viewer) -> None:
    """RefusedError for a token that is not for records of this handling: what it writes it must be able to see."""
    if viewer.handlings is not None and handling not in viewer.handlings:
        raise RefusedError("The token is not for records that are handled like this.")


def require_own(held: Case | CasePart, viewer: Viewer) -> None:
    """RefusedError unless the viewer's agency owns the record and the viewer works with records."""
    if held.owner_id != viewer.agency_id or not viewer.works_with_records:
        raise RefusedError("Only the agency that owns this may change it.")
