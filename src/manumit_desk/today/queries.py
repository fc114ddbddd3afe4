"""What waits for a person, asked of each room."""

from dataclasses import dataclass
from datetime import datetime

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.queries.listing import CaseRow
from manumit_desk.cases.queries.today import TaskDue, my_open_cases, tasks_due
from manumit_desk.registry.queries.hits import Waiting, hits_waiting
from manumit_desk.tips.queries import OfferRow, QueueRow, offers_to, overdue_tips, tips_of_mine

MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What waits: the first few of each, and how many there are."""

    overdue: tuple[QueueRow, ...]
    overdue_count: int
    offers: tuple[OfferRow, ...]
    offers_count: int
    hits: Waiting
    tasks: tuple[TaskDue, ...]
    tasks_count: int
    tips: tuple[QueueRow, ...]
    tips_count: int
    cases: tuple[CaseRow, ...]

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits."""
        return not (self.overdue or self.offers or self.hits.count or self.tasks or self.tips)


def today_of(viewer: Viewer, *, at: datetime) -> Today:
    """What waits for a viewer who works with records."""
    overdue, overdue_count = overdue_tips(viewer, at=at, limit=MOST)
    mine, mine_count = tips_of_mine(viewer, at=at, limit=MOST)
    offers, tasks = offers_to(viewer), tasks_due(viewer, at)
    return Today(
        overdue=tuple(overdue),
        overdue_count=overdue_count,
        offers=tuple(offers[:MOST]),
        offers_count=len(offers),
        hits=hits_waiting(viewer, at, most=MOST),
        tasks=tuple(tasks[:MOST]),
        tasks_count=len(tasks),
        tips=tuple(mine),
        tips_count=mine_count,
        cases=tuple(my_open_cases(viewer)[:MOST]),
    )
