"""What must hold before a case or a part of one is saved, whoever asks: a form, the API, an import."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from manumit_desk.agencies.models import Membership
from manumit_desk.cases.models import Case, Charge, Outcome
from manumit_desk.cases.vocabulary import labels, statute_labels
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.shares import agencies_shown

EARLIEST = date(1950, 1, 1)
Faults = dict[str, str | None]
"""What is wrong with fields, by name; None: nothing."""
PARTS_MAY_BE = frozenset({Handling.VICTIM_CONFIDENTIAL, Handling.TRIBAL})
"""A part is handled like its case, or more closely, as one of these."""


def check(held: HeldObject, faults: Faults) -> None:
    """ValidationError by field when a value is too long, no choice, or holds what no text may; or a fault is given.

    `faults` are the caller's own findings: a field and what is wrong with it, None for nothing.
    """
    found: dict[str, Any] = {name: [said] for name, said in faults.items() if said}
    try:
        held.clean_fields(exclude=["owner", "created_by"])
    except ValidationError as error:
        found = error.update_error_dict(found)
    for field in held._meta.concrete_fields:
        value = getattr(held, field.attname)
        if isinstance(field, models.CharField | models.TextField) and isinstance(value, str) and "\0" in value:
            found.setdefault(field.name, []).append("The text holds a character that cannot be kept.")
    if found:
        raise ValidationError(found)


def check_case(case: Case, *, at: datetime) -> None:
    """A case's own rules: known sectors and state, days that can be, a lead from its own agency."""
    check(
        case,
        {
            "sectors": None if set(case.sectors) <= set(labels("sectors")) else "This sector is not on the list.",
            "state": None if not case.state or case.state in labels("states") else "Use the two letters of a state.",
            "opened_date": day_fault(case.opened_date, at=at),
            "lead": None if case.lead_id is None or is_member(case.lead_id, [case.owner_id]) else _NOT_A_MEMBER,
            "handling": _handling_fault(case),
        },
    )


_NOT_A_MEMBER = "Choose somebody from the agencies that work the case."


def _handling_fault(case: Case) -> str | None:
    if case.kind == Case.Kind.VICTIM_SERVICES and case.handling != Handling.VICTIM_CONFIDENTIAL:
        return None if case.handling == Handling.TRIBAL else "A file of victim services is victim confidential."
    return None


def day_fault(day: date | None, *, at: datetime) -> str | None:
    """What is wrong with a day on which something is said to have happened."""
    if day is None or EARLIEST <= day <= timezone.localdate(at):
        return None
    return "Choose a day that is not in the future." if day > EARLIEST else "Choose a later day."


def is_member(user_id: int, agencies: list[int]) -> bool:
    """Whether somebody works for one of these agencies."""
    return Membership.objects.filter(user=user_id, agency__in=agencies, user__is_active=True).exists()


def agencies_of(case: Case, *, at: datetime) -> list[int]:
    """The agencies that work a case: its owner, and those it is shared with."""
    return [case.owner_id, *(agency.pk for agency in agencies_shown(case, timezone.localdate(at)))]


def who_fault(user_id: int | None, case: Case, *, at: datetime) -> str | None:
    """What is wrong with giving a task in a case to somebody."""
    if user_id is None or is_member(user_id, agencies_of(case, at=at)):
        return None
    return _NOT_A_MEMBER


def handling_of_part(case: Case, wanted: str) -> str:
    """How a part is handled: like its case, unless it is wanted more closely. A victim's file has no open parts."""
    return wanted if wanted in PARTS_MAY_BE else case.handling


def check_charge(charge: Charge, *, at: datetime) -> None:
    """A charge's own rules."""
    named = charge.statute in statute_labels()
    check(
        charge,
        {
            "statute": None if named else "Choose a law from the list.",
            "said": "Name the offense." if charge.statute == "other" and not charge.said else None,
            "nibrs": None if charge.nibrs in ("", *labels("nibrs_trafficking")) else "Use 64A or 64B.",
            "counts": None if 1 <= (charge.counts or 0) <= 10_000 else "From 1 to 10,000 counts.",
            "filed_date": day_fault(charge.filed_date, at=at),
            "defendant": None if charge.defendant.kind in ("person", "organisation") else "Only people and businesses.",
        },
    )


def check_outcome(outcome: Outcome, *, at: datetime) -> None:
    """An outcome's own rules: what was decided has a day; only a conviction has a sentence and restitution."""
    is_decided = outcome.result != Outcome.Result.PENDING
    is_convicted = outcome.result == Outcome.Result.CONVICTED
    ordered, paid = outcome.restitution_ordered_cents, outcome.restitution_paid_cents
    of_others = "Only a conviction has a sentence or restitution."
    check(
        outcome, {
        "decided_date": "Say on which day." if is_decided and not outcome.decided_date
        else "A charge without a decision has no such day." if outcome.decided_date and not is_decided
        else day_fault(outcome.decided_date, at=at),
        "sentence_months": of_others if outcome.sentence_months and not is_convicted else None,
        "restitution_ordered_cents": of_others if ordered and not is_convicted else None,
        "restitution_paid_cents": "More was paid than ordered." if paid > ordered else None,
    })  # fmt: skip
