"""What waits for a person, for the page that everybody starts with."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case, CaseTask
from manumit_desk.cases.queries.listing import PER_PAGE, CaseFilters, CaseRow, cases_found


@dataclass(frozen=True, slots=True)
class TaskDue:
    """A task that waits for the viewer, and the case that it is in."""

    id: UUID
    what: str
    due_date: date | None
    is_late: bool
    case: UUID
    reference: str


def my_open_cases(viewer: Viewer) -> list[CaseRow]:
    """The open cases that the viewer leads, the newest first; at most 25."""
    mine = cases_found(viewer, CaseFilters(status=Case.Status.OPEN, lead="me"))
    return [CaseRow.of(case, viewer) for case in mine[:PER_PAGE]]


def tasks_due(viewer: Viewer, at: datetime) -> list[TaskDue]:
    """The viewer's tasks that are not done, the most urgent first and those without a day last; at most 25."""
    today = timezone.localdate(at)
    waiting = CaseTask.objects.visible_to(viewer).filter(who=viewer.user_id, done_at__isnull=True)
    urgent = waiting.exclude(case__status=Case.Status.CLOSED).select_related("case")
    return [
        TaskDue(
            id=task.pk,
            what=task.what,
            due_date=task.due_date,
            is_late=task.due_date is not None and task.due_date < today,
            case=task.case_id,
            reference=task.case.reference,
        )
        for task in urgent.order_by(F("due_date").asc(nulls_last=True), "created_at")[:PER_PAGE]
    ]
