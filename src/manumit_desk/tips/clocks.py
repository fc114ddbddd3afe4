"""The clocks that run on a tip: what must be done by when, and which rule says so. A clock is a line of the list.

Legal clocks come first and are all for children. The desk's own clocks see to it that somebody looks, that whoever
sent the tip hears of its receipt, and that it is decided; one of them runs on every open tip.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from manumit_desk.agencies.models import Agency, AgencyKind
from manumit_desk.tips.models import Answer, Tip, TipClock

Urgency = Tip.Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """Within `hours(tip, desk)` of the moment that the desk knows, `title` must be done; None: not this desk's duty."""

    code: str
    title: str
    source: str
    hours: Callable[[Tip, Agency], int | None]
    is_legal: bool = False


def _when(holds: Callable[[Tip, Agency], bool], hours: int) -> Callable[[Tip, Agency], int | None]:
    return lambda tip, desk: hours if holds(tip, desk) else None


def _by_urgency(now: int, today: int, this_week: int) -> Callable[[Tip, Agency], int | None]:
    hours = {Urgency.NOW: now, Urgency.TODAY: today, Urgency.THIS_WEEK: this_week}
    return lambda tip, _: hours[Urgency(tip.urgency)]


def _official(desk: Agency) -> bool:
    return desk.kind in {AgencyKind.FEDERAL, AgencyKind.STATE, AgencyKind.LOCAL}


def _child_welfare(desk: Agency) -> bool:
    """A state, local or tribal desk that is not police may be, or act for, the child-welfare agency."""
    return desk.kind in {AgencyKind.STATE, AgencyKind.LOCAL, AgencyKind.TRIBAL} and not desk.is_law_enforcement


def _child_in_care(tip: Tip) -> bool:
    return tip.child == Answer.YES and tip.child_in_care == Answer.YES


RULES = (
    ClockRule(
        code="foreign_child_to_hhs",
        title="Tell HHS of a foreign child",
        source="22 U.S.C. 7105(b)(1)(H): an official tells HHS within 24 hours",
        hours=_when(
            lambda tip, desk: tip.child == Answer.YES and tip.child_is_foreign == Answer.YES and _official(desk), 24
        ),
        is_legal=True,
    ),
    ClockRule(
        code="child_to_police",
        title="Child welfare: tell police of a trafficked child",
        source="42 U.S.C. 671(a)(34)(A): at once, at most 24 hours",
        hours=_when(
            lambda tip, desk: _child_in_care(tip) and tip.concern != Tip.Concern.LABOUR and _child_welfare(desk), 24
        ),
        is_legal=True,
    ),
    ClockRule(
        code="missing_child_to_police",
        title="Child welfare: tell police and NCMEC of a missing child",
        source="42 U.S.C. 671(a)(35)(B): at once, at most 24 hours",
        hours=_when(
            lambda tip, desk: _child_in_care(tip) and tip.child_is_missing == Answer.YES and _child_welfare(desk), 24
        ),
        is_legal=True,
    ),
    ClockRule(
        code="first_look", title="Look at it", source="the desk's own rule",
        hours=_by_urgency(now=1, today=8, this_week=72),
    ),
    ClockRule(
        code="receipt", title="Confirm receipt", source="the desk's own rule",
        hours=_by_urgency(now=4, today=24, this_week=72),
    ),
    ClockRule(
        code="decision", title="Decide what comes of it", source="the desk's own rule",
        hours=_by_urgency(now=72, today=168, this_week=336),
    ),
)  # fmt: skip
HANDOVER = ClockRule(
    code="handover",
    title="The other desk confirms receipt",
    source="the desk's own rule",
    hours=_by_urgency(now=1, today=8, this_week=48),
)
"""Runs while a tip is offered to another desk, on the desk that offers it."""
BY_CODE = {rule.code: rule for rule in (*RULES, HANDOVER)}
OWN = tuple(rule.code for rule in RULES if not rule.is_legal)
MET_BY_POLICE = ("child_to_police",)
"""Met by a handover to police. NCMEC is not told by it, so that clock runs on until somebody says that both were."""


def sync_clocks(tip: Tip, *, since: datetime) -> None:
    """Make the clocks of a tip those that its facts and its desk ask for; new ones count from `since`.

    One that is met stays. One that runs is moved only towards the present, and goes when no rule asks for it any more.
    """
    held = {one.code: one for one in TipClock.objects.filter(tip=tip)}
    for rule in RULES:
        hours, clock = rule.hours(tip, tip.owner), held.get(rule.code)
        if hours is None:
            if clock and clock.met_at is None:
                clock.delete()
            continue
        due_at = since + timedelta(hours=hours)
        if clock is None:
            TipClock.objects.create(tip=tip, code=rule.code, due_at=due_at)
        elif clock.met_at is None and due_at < clock.due_at and not rule.is_legal:
            TipClock.objects.filter(pk=clock.pk).update(due_at=due_at)


def restart_clocks(tip: Tip, *, since: datetime) -> None:
    """Let the desk's own clocks run anew: a tip came to another desk, or was opened again."""
    TipClock.objects.filter(tip=tip, code__in=OWN).delete()
    sync_clocks(tip, since=since)


def start_clock(tip: Tip, rule: ClockRule, *, since: datetime) -> None:
    """Let one clock run anew."""
    hours = rule.hours(tip, tip.owner)
    if hours is not None:
        due = {"due_at": since + timedelta(hours=hours), "met_at": None, "met_by": None}
        TipClock.objects.update_or_create(tip=tip, code=rule.code, defaults=due)


def meet(tip: Tip, *codes: str, at: datetime, user_id: int | None) -> int:
    """Stop the clocks with these codes that still run; returns how many."""
    return TipClock.objects.filter(tip=tip, code__in=codes, met_at__isnull=True).update(met_at=at, met_by=user_id)


def running_legal(tip: Tip) -> list[ClockRule]:
    """The rules of law whose clocks still run on a tip."""
    codes = set(TipClock.objects.filter(tip=tip, met_at__isnull=True).values_list("code", flat=True))
    return [rule for rule in RULES if rule.is_legal and rule.code in codes]
