"""What training counts: people gross (per agency) and net (each once), seats, refreshers due, and what follows.

Of one department's 50,493 trained, 93% were completions of one online module: people, seats and kinds of courses are
therefore counted apart.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils import timezone

from manumit import terms
from manumit_desk.measures.measure import Measure, Period
from manumit_desk.tips.models import Tip
from manumit_desk.training.models import Completion, Course, Trainee


def _seats(period: Period) -> QuerySet[Any]:
    """Seats of a period, entered by `as_of`. Net: one person, course and day is one seat, whoever lists it."""
    last = min(period.last, timezone.localdate(period.as_of))
    held = Completion.objects.for_system().filter(
        completed_date__range=(period.first, last), created_at__lte=period.as_of
    )
    return held.annotate(net_key=_joined(F("trainee__person_key"), F("course"), F("completed_date")))


def _joined(*parts: Any) -> Concat:
    texts = [Cast(part, CharField()) for part in parts]
    return Concat(*(one for text in texts for one in (text, Value("/"))), output_field=CharField())


def _seats_of(kind: str) -> Callable[[Period], QuerySet[Any]]:
    def records(period: Period) -> QuerySet[Any]:
        return _seats(period).filter(course__kind=kind)

    return records


def _people(period: Period) -> QuerySet[Any]:
    """Professionals who completed a course in a period."""
    trained = Exists(_seats(period).filter(trainee=OuterRef("pk")))
    return Trainee.objects.for_system().filter(trained).annotate(net_key=F("person_key"))


def _refreshers_due(period: Period) -> QuerySet[Any]:
    """Trainings that run out in a period and were not taken again before it ends."""
    known = Completion.objects.for_system().filter(created_at__lte=period.as_of)
    again = known.filter(
        course=OuterRef("course"),
        trainee__person_key=OuterRef("trainee__person_key"),
        completed_date__gt=OuterRef("completed_date"),
        completed_date__lte=min(period.last, timezone.localdate(period.as_of)),
    )
    due = known.filter(~Exists(again), refresher_due__range=(period.first, period.last))
    return due.annotate(net_key=_joined(F("trainee__person_key"), F("course")))


def _tips_after_training(period: Period) -> QuerySet[Any]:
    """Tips that people took in, by their accounts' address, on a day after one on which they were trained."""
    trained_before = Completion.objects.for_system().filter(
        ~Q(trainee__email=""),
        trainee__email=OuterRef("created_by__email"),
        completed_date__lt=OuterRef("received_day"),
        created_at__lte=period.as_of,
    )
    tips = Tip.objects.for_system().filter(received_at__range=period.bounds, created_by__isnull=False)
    dated = tips.annotate(received_day=TruncDate("received_at"))
    return dated.filter(Exists(trained_before)).annotate(net_key=F("pk"))


def in_force(today: date, *, live_only: bool) -> QuerySet[Completion]:
    """Completions in force on a day, of all agencies: for counting only."""
    seats: QuerySet[Completion] = Completion.objects.for_system().filter(
        Q(refresher_due__isnull=True) | Q(refresher_due__gte=today), completed_date__lte=today
    )
    if live_only:
        seats = seats.filter(
            course__kind__in=[row["code"] for row in terms.load("course_kinds") if row["live"] == "yes"]
        )
    return seats


def tests_of(course: Course) -> QuerySet[Completion]:
    """All seats of a course, of all agencies: for means only."""
    seats: QuerySet[Completion] = Completion.objects.for_system().filter(course=course)
    return seats


MEASURES: list[Measure] = [
    Measure(code="professionals_trained", title="Professionals trained", unit="people", kind=Trainee, records=_people),
    Measure(code="training_seats", title="Trainings completed (seats)", unit="seats", kind=Completion, records=_seats),
    *(
        Measure(
            code=f"training_seats_{row['code']}",
            title=f"Trainings completed: {row['label']}",
            unit="seats",
            kind=Completion,
            records=_seats_of(row["code"]),
        )
        for row in terms.load("course_kinds")
    ),
    Measure(code="refreshers_due", title="Refreshers due", unit="trainings", kind=Completion, records=_refreshers_due),
    Measure(
        code="tips_after_training",
        title="Tips taken in by people after their training",
        unit="tips",
        kind=Tip,
        records=_tips_after_training,
        about_people=True,
        agency="received_by",
    ),
]
