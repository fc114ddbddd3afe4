"""Opening a case, changing it, closing and reopening it, deleting it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases import vault
from manumit_desk.cases.access import require_own, require_scope
from manumit_desk.cases.actions.declaring import declare
from manumit_desk.cases.actions.revalidation import set_expiry
from manumit_desk.cases.checks import PARTS_MAY_BE, check_case
from manumit_desk.cases.models import (
    Case,
    CaseEvent,
    CaseNote,
    CaseTask,
    Charge,
    Document,
    Outcome,
    Party,
)
from manumit_desk.cases.vocabulary import labels
from manumit_desk.guard import audit
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.shares import RefusedError, agencies_shown
from manumit_desk.registry.actions import withdraw_mentions
from manumit_desk.tips.actions import close_tips_of_case
from manumit_desk.tips.models import Tip

PARTS: tuple[type[Any], ...] = (Outcome, Charge, Document, CaseTask, CaseEvent, CaseNote, Party)
"""All kinds of part (`type[CasePart]`), in the order in which they can be deleted."""
MAY_CHANGE = frozenset(
    "title kind concern summary opened_date state county sectors lead_id is_intelligence handling".split()
)


def usual_handling(kind: str, viewer: Viewer) -> Handling:
    """How a new case is handled unless somebody says otherwise."""
    if viewer.agency_kind == "tribal":
        return Handling.TRIBAL
    if kind == Case.Kind.VICTIM_SERVICES or viewer.is_victim_services:
        return Handling.VICTIM_CONFIDENTIAL
    return Handling.LAW_ENFORCEMENT if viewer.is_law_enforcement else Handling.AGENCY


@transaction.atomic
def open_case(*, title: str, kind: str, viewer: Viewer, at: datetime, **facts: Any) -> Case:
    """A new case of the viewer's agency. `facts` are further fields of it (MAY_CHANGE). ValidationError by field."""
    if not viewer.works_with_records:
        raise RefusedError("Your role does not work with cases.")
    _require_known(facts)
    chosen = facts.pop("handling", "") or usual_handling(kind, viewer)
    day = facts.pop("opened_date", None) or timezone.localdate(at)
    case = Case(
        title=title.strip(),
        kind=kind,
        handling=chosen,
        opened_date=day,
        owner_id=viewer.agency_id,
        created_at=at,
        created_by_id=viewer.user_id,
        **facts,
    )
    check_case(case, at=at)
    require_scope(case.handling, viewer)
    case.save()
    audit.record("open case", viewer=viewer, at=at, held=case, kind=kind)
    declare(case, at=at)
    return case


@transaction.atomic
def edit_case(case: Case, changes: Mapping[str, Any], *, viewer: Viewer, at: datetime) -> Case:
    """Change fields of a case (MAY_CHANGE). ValidationError by field.

    Its handling changes only while nobody else is shown it; the parts that are handled like it change with it.
    """
    require_own(case, viewer)
    _require_known(changes)
    before = {name: getattr(case, name) for name in changes}
    changed = sorted(name for name, value in changes.items() if before[name] != value)
    if "handling" in changed and agencies_shown(case, timezone.localdate(at)):
        raise ValidationError({"handling": "Take the other agencies out of the case first."})
    for name in changed:
        setattr(case, name, changes[name])
    check_case(case, at=at)
    if not changed:
        return case
    case.save(update_fields=changed)
    audit.record("edit case", viewer=viewer, at=at, held=case, fields=changed)
    declare(case, at=at)
    if "handling" in changed:
        _hand_down(case, at=at)
    if "is_intelligence" in changed:
        set_expiry(case, at=at)
    return case


def _require_known(facts: Mapping[str, Any]) -> None:
    if unknown := set(facts) - MAY_CHANGE:
        raise TypeError(f"no such field of a case: {', '.join(sorted(unknown))}")


def _hand_down(case: Case, *, at: datetime) -> None:
    """Let the parts that are not handled more closely be handled like the case."""
    for kind in PARTS:
        parts = kind.objects.for_system().filter(case=case)
        parts.exclude(handling__in=PARTS_MAY_BE).update(handling=case.handling)
        for part in parts.select_related("owner", "case"):
            declare(part, at=at)


@transaction.atomic
def close_case(
    case: Case, *, reason: str, note: str = "", tips_outcome: str = "looked_into", viewer: Viewer, at: datetime
) -> None:
    """End the work on a case, with a reason of terms/case_closings.csv. ValidationError by field.

    The tips that it took up end with it; `tips_outcome` (terms/tip_outcomes.csv) is what their callers are told.
    """
    require_own(case, viewer)
    if reason not in labels("case_closings"):
        raise ValidationError({"reason": "Choose a reason."})
    if reason == "other" and not note.strip():
        raise ValidationError({"note": "Say which."})
    case.status, case.closed_date = Case.Status.CLOSED, max(timezone.localdate(at), case.opened_date)
    case.closing_reason, case.closing_note = reason, note.strip()
    check_case(case, at=at)
    case.save()
    audit.record("close case", viewer=viewer, at=at, held=case, reason=reason)
    close_tips_of_case(case.pk, viewer=viewer, at=at, outcome=tips_outcome)


@transaction.atomic
def set_status(case: Case, status: Case.Status, *, viewer: Viewer, at: datetime) -> None:
    """Set a case aside, take it up again, or reopen a closed one. Closing needs a reason: `close_case`."""
    require_own(case, viewer)
    if status == Case.Status.CLOSED:
        raise RefusedError("A case is closed with a reason.")
    was_closed = case.status == Case.Status.CLOSED
    case.status, case.closed_date = status, None
    case.closing_reason = case.closing_note = ""
    case.save()
    audit.record("reopen case" if was_closed else f"set case {status}", viewer=viewer, at=at, held=case)


@transaction.atomic
def delete_case(case: Case, *, viewer: Viewer, at: datetime) -> None:
    """Delete a case of one's own with all its parts; lines in the audit stay in their place. For supervisors."""
    require_own(case, viewer)
    if viewer.role != Role.SUPERVISOR:
        raise RefusedError("Only a supervisor may delete a case.")
    if agencies_shown(case, timezone.localdate(at)):
        raise RefusedError("Take the other agencies out of the case first.")
    if any(kind.objects.for_system().filter(case=case).exclude(owner=case.owner_id).exists() for kind in PARTS):
        raise RefusedError("Another agency has records in this case. They must delete them first.")
    if Tip.objects.for_system().filter(case_id=case.pk, status=Tip.Status.IN_CASE).exists():
        raise RefusedError("A tip is in this case. Close the case, or open the tip again, first.")
    files = list(Document.objects.for_system().filter(case=case).values_list("stored_name", flat=True))
    for kind in PARTS:
        for part in kind.objects.for_system().filter(case=case).select_related("owner"):
            audit.record("delete", viewer=viewer, at=at, held=part, of=str(case.pk))
            withdraw_mentions(part, at=at)
        kind.objects.for_system().filter(case=case).delete()
    audit.record("delete", viewer=viewer, at=at, held=case)
    withdraw_mentions(case, at=at)
    case.delete()
    transaction.on_commit(lambda: _drop(files))


def _drop(files: list[str]) -> None:
    for name in files:
        vault.drop(name)
