"""How soon somebody must look at a tip: from its facts, with the reasons. A rule is a line of the list."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from manumit import terms
from manumit_desk.tips.models import Answer, Tip

Urgency = Tip.Urgency
RANK = {Urgency.NOW: 0, Urgency.TODAY: 1, Urgency.THIS_WEEK: 2}


@dataclass(frozen=True, slots=True)
class UrgencyRule:
    """If `holds`, a tip is at least this urgent, for this reason."""

    code: str
    urgency: Tip.Urgency
    reason: str
    holds: Callable[[Tip], bool]


def _strong_indication(tip: Tip) -> bool:
    return bool(_strong() & set(tip.indicators))


@cache
def _strong() -> frozenset[str]:
    return frozenset(row["code"] for row in terms.load("tip_indicators") if row["soon"] == "yes")


RULES = (
    UrgencyRule("danger", Urgency.NOW, "somebody is in danger now", lambda tip: tip.in_danger_now == Answer.YES),
    UrgencyRule(
        "missing_child",
        Urgency.NOW,
        "a child is missing",
        lambda tip: tip.child == Answer.YES and tip.child_is_missing == Answer.YES,
    ),
    UrgencyRule("child", Urgency.TODAY, "a child is concerned", lambda tip: tip.child == Answer.YES),
    UrgencyRule("force", Urgency.TODAY, "force, threats or no way to leave are described", _strong_indication),
    UrgencyRule(
        "child_possible",
        Urgency.TODAY,
        "sex trafficking, and a child is not ruled out",
        lambda tip: tip.child == Answer.UNKNOWN and tip.concern in {Tip.Concern.SEX, Tip.Concern.BOTH},
    ),
)
REASONS = {rule.code: rule.reason for rule in RULES}


def set_urgency(tip: Tip) -> None:
    """Put the urgency that follows from a tip's facts on it, with the codes of the reasons; saves nothing."""
    holding = [rule for rule in RULES if rule.holds(tip)]
    tip.urgency = min((rule.urgency for rule in holding), key=RANK.__getitem__, default=Urgency.THIS_WEEK)
    tip.urgency_rank = RANK[Urgency(tip.urgency)]
    tip.urgency_reasons = [rule.code for rule in holding]
