"""Charges and what came of them: entered once, for every report."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.access import require_own, require_work_on
from manumit_desk.cases.actions.declaring import declare
from manumit_desk.cases.checks import check_charge, check_outcome, handling_of_part
from manumit_desk.cases.models import Case, Charge, Outcome, Party
from manumit_desk.cases.vocabulary import column
from manumit_desk.guard import audit


@transaction.atomic
def add_charge(
    case: Case,
    *,
    defendant: Party,
    statute: str,
    filed_date: date,
    counts: int = 1,
    said: str = "",
    nibrs: str | None = None,
    viewer: Viewer,
    at: datetime,
) -> Charge:
    """A charge against a party of the case. Without `nibrs` it is what the law usually counts as. ValidationError."""
    require_work_on(case, viewer, at=at)
    if defendant.case_id != case.pk:
        raise ValidationError({"defendant": "Choose a party of this case."})
    if defendant.role == Party.Role.VICTIM:
        raise ValidationError({"defendant": "A victim is not charged. Change the party's role first if this is wrong."})
    charge = Charge(
        case=case,
        defendant=defendant,
        statute=statute,
        said=said.strip(),
        counts=counts,
        nibrs=column("statutes", statute, "nibrs") if nibrs is None else nibrs,
        filed_date=filed_date,
        owner_id=viewer.agency_id,
        created_at=at,
        created_by_id=viewer.user_id,
        handling=handling_of_part(case, defendant.handling),
    )
    check_charge(charge, at=at)
    charge.save()
    audit.record("add charge", viewer=viewer, at=at, held=charge, to=str(case.pk), statute=statute)
    declare(charge, at=at)
    return charge


def handle_like_the_accused(party: Party, *, at: datetime) -> None:
    """Let the charges against a party, and what came of them, be handled as closely as the party now is."""
    handling = handling_of_part(party.case, party.handling)
    for kind, named in ((Charge, "defendant"), (Outcome, "charge__defendant")):
        parts = kind.objects.for_system().filter((named, party), owner=party.owner_id)
        for part in parts.exclude(handling=handling).select_related("owner", "case"):
            part.handling = handling
            part.save(update_fields=["handling"])
            declare(part, at=at)


@transaction.atomic
def decide_charge(charge: Charge, *, result: str, viewer: Viewer, at: datetime, **facts: Any) -> Outcome:
    """Write down what came of a charge, or correct it. `facts` are further fields of an outcome. ValidationError."""
    require_own(charge, viewer)
    outcome = Outcome.objects.for_system().filter(charge=charge).first() or Outcome(
        case_id=charge.case_id,
        charge=charge,
        owner_id=charge.owner_id,
        handling=charge.handling,
        created_at=at,
        created_by_id=viewer.user_id,
    )
    outcome.result = result
    blank = Outcome()
    for name in ("decided_date", "by_plea", "sentence_months", "sentence", *_MONEY):
        setattr(outcome, name, facts.pop(name, getattr(blank, name)))
    if facts:
        raise TypeError(f"no such field of an outcome: {', '.join(sorted(facts))}")
    check_outcome(outcome, at=at)
    outcome.save()
    audit.record("decide charge", viewer=viewer, at=at, held=outcome, charge=str(charge.pk), result=result)
    declare(outcome, at=at)
    return outcome


_MONEY = ("restitution_ordered_cents", "restitution_paid_cents")
