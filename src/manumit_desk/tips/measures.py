"""What tips count: received, passed on, confirmed, with an outcome; each by the desk whose work it was."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Q, QuerySet

from manumit_desk.measures.measure import Measure, Period
from manumit_desk.tips.models import Tip, TipHandover

State = TipHandover.State
ANY = Q()


def _received(*, condition: Q = ANY) -> Callable[[Period], QuerySet[Any]]:
    """The tips that desks received in a period; counted where they first came to."""

    def records(period: Period) -> QuerySet[Any]:
        within = Q(received_at__range=period.bounds, created_at__lte=period.as_of)
        return Tip.objects.for_system().filter(within & condition).annotate(net_key=F("pk"))

    return records


def _passed(*, condition: Q = ANY) -> Callable[[Period], QuerySet[Any]]:
    """The handovers of a period that were not taken back; a tip that is passed on twice is one in net."""

    def records(period: Period) -> QuerySet[Any]:
        handed = TipHandover.objects.for_system().filter(handed_at__range=period.bounds)
        return handed.exclude(state=State.TAKEN_BACK).filter(condition).annotate(net_key=F("tip"))

    return records


def _confirmed(period: Period) -> QuerySet[Any]:
    return _passed(condition=Q(state=State.CONFIRMED, answered_at__lte=period.as_of))(period)


def _with_outcome(period: Period) -> QuerySet[Any]:
    return _passed(condition=~Q(outcome="") & Q(outcome_at__lte=period.as_of))(period)


MEASURES: list[Measure] = [
    Measure(
        code="tips_received", title="Tips received", unit="tips", kind=Tip, records=_received(),
        about_people=True, agency="received_by",
    ),
    Measure(
        code="tips_received_by_hotline", title="Tips received by a hotline", unit="tips", kind=Tip,
        records=_received(condition=Q(channel=Tip.Channel.HOTLINE)), about_people=True, agency="received_by",
    ),
    Measure(
        code="tips_passed_on", title="Tips passed to another desk", unit="tips", kind=TipHandover,
        records=_passed(), about_people=True,
    ),
    Measure(
        code="tips_passed_to_police", title="Tips passed to police", unit="tips", kind=TipHandover,
        records=_passed(condition=Q(to_police=True)), about_people=True,
    ),
    Measure(
        code="tips_receipt_confirmed", title="Tips passed on whose receipt was confirmed", unit="tips",
        kind=TipHandover, records=_confirmed, about_people=True,
    ),
    Measure(
        code="tips_outcome_known", title="Tips passed on whose outcome came back", unit="tips", kind=TipHandover,
        records=_with_outcome, about_people=True,
    ),
]  # fmt: skip
