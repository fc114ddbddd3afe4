"""From a tip to a case: a case is opened for it, or takes it up; what the tip names can be brought along."""

from datetime import datetime
from typing import Any

from django.db import transaction

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.access import require_own
from manumit_desk.cases.actions.cases import open_case
from manumit_desk.cases.actions.parties import add_party
from manumit_desk.cases.checks import PARTS_MAY_BE
from manumit_desk.cases.models import Case, Party
from manumit_desk.guard.shares import RefusedError
from manumit_desk.tips.actions import take_up_in_case
from manumit_desk.tips.models import Tip, TipEntry


@transaction.atomic
def open_case_from_tip(
    tip: Tip, *, title: str, kind: str, bring_entries: bool, viewer: Viewer, at: datetime, **facts: Any
) -> Case:
    """A new case that takes a tip up. ValidationError by field; RefusedError for another desk's tip."""
    case = open_case(title=title, kind=kind, viewer=viewer, at=at, **facts)
    bring_tip(case, tip, bring_entries=bring_entries, viewer=viewer, at=at)
    return case


@transaction.atomic
def bring_tip(case: Case, tip: Tip, *, bring_entries: bool, viewer: Viewer, at: datetime) -> list[Party]:
    """Let a case take a tip up; with `bring_entries` what it names becomes parties, handled as closely."""
    require_own(case, viewer)
    if case.status == Case.Status.CLOSED:
        raise RefusedError("Reopen the case first.")
    take_up_in_case(tip, case_id=case.pk, viewer=viewer, at=at)
    if not bring_entries:
        return []
    entries = TipEntry.objects.visible_to(viewer).filter(tip=tip).order_by("created_at", "pk")
    return [
        add_party(
            case,
            kind=entry.kind,
            role=entry.role,
            fields=entry.fields,
            handling=entry.handling if entry.handling in PARTS_MAY_BE else "",
            viewer=viewer,
            at=at,
        )
        for entry in entries
        if any(str(value).strip() for value in entry.fields.values())
    ]
