"""Measures: every figure a named query over live records, gross and net, as of a moment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Literal, Self

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.module_loading import import_string

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.held import HeldObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the start of `first` to the end of `last`, local days, as what was known at `as_of`."""

    first: date
    last: date
    as_of: datetime

    @classmethod
    def fiscal_year(cls, year: int, *, as_of: datetime) -> Self:
        """October 1 of the year before to September 30 (31 U.S.C. 1102)."""
        return cls(first=date(year - 1, 10, 1), last=date(year, 9, 30), as_of=as_of)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The first moment, and the last one that counts: the end of the period or `as_of`."""
        zone = timezone.get_default_timezone()
        start = datetime.combine(self.first, time.min, zone)
        end = datetime.combine(self.last, time.max, zone)
        return start.astimezone(UTC), min(end.astimezone(UTC), self.as_of)


def fiscal_year_of(day: date) -> int:
    """The fiscal year that a day is in, named by the year it ends in."""
    return day.year + (day.month >= 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure: what it counts, in which unit, and the query.

    `records` gives the records counted in a period, for the system, each annotated with `net_key`: records with the
    same key are one person, case or award. `about_people` figures of other agencies are not shown while they are
    small. `adds_amounts`: not the records are counted but the amounts added up that each is annotated with (`amount`);
    net takes the largest of those with the same key. `agency` is the field that names the agency whose figure a record
    is, where that is not the one that has it now.
    """

    code: str
    title: str
    unit: str
    kind: type[HeldObject]
    records: Callable[[Period], QuerySet[HeldObject]]
    about_people: bool = False
    adds_amounts: bool = False
    agency: str = "owner"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value: gross and net, both None where too small to show."""

    gross: int | None
    net: int | None


def all_measures() -> dict[str, Measure]:
    """Every measure of every room, by code, in the order of settings.MEASURES."""
    lists: Iterable[list[Measure]] = map(import_string, settings.MEASURES)
    return {measure.code: measure for measures in lists for measure in measures}


Scope = Literal["own", "all"]


def figure(measure: Measure, period: Period, viewer: Viewer, *, scope: Scope) -> Figure:
    """A measure of the viewer's own agency, or of all agencies: see `figures`."""
    own, everywhere = figures(measure, period, viewer)
    return own if scope == "own" else everywhere


def figures(measure: Measure, period: Period, viewer: Viewer) -> tuple[Figure, Figure]:
    """A measure of the viewer's own agency, and of all agencies.

    Of people, the figure of all agencies is shown only while the others' part of it is not small: else it, less the
    viewer's own, would tell.
    """
    everywhere = measure.records(period)
    is_own = Q((measure.agency, viewer.agency_id))
    if measure.adds_amounts:
        return Figure(*_amounts(everywhere.filter(is_own))), Figure(*_amounts(everywhere))
    counted = everywhere.aggregate(
        own_gross=Count("pk", is_own, distinct=True),
        own_net=Count("net_key", is_own, distinct=True),
        gross=Count("pk", distinct=True),
        net=Count("net_key", distinct=True),
        others_gross=Count("pk", ~is_own, distinct=True),
        others_net=Count("net_key", ~is_own, distinct=True),
    )
    own = Figure(counted["own_gross"], counted["own_net"])
    if measure.about_people and 0 < min(counted["others_gross"], counted["others_net"]) < settings.SMALLEST_COUNT:
        return own, Figure(None, None)
    return own, Figure(counted["gross"], counted["net"])


def _amounts(records: QuerySet[Any]) -> tuple[int, int]:
    """The sum of all amounts, and of the largest for each key."""
    once = records.values("net_key").annotate(most=Max("amount"))
    return records.aggregate(sum=Sum("amount"))["sum"] or 0, once.aggregate(sum=Sum("most"))["sum"] or 0


def drill_down(measure: Measure, period: Period, viewer: Viewer) -> QuerySet[HeldObject]:
    """The records behind a figure that the viewer may see."""
    return measure.kind.objects.visible_to(viewer).filter(pk__in=measure.records(period).values("pk"))


def by_agency(measure: Measure, period: Period) -> dict[int, tuple[int, int]]:
    """Gross and net for each agency, for those who see figures of all of them; not for measures of people."""
    if measure.about_people:
        raise ValueError(f"{measure.code} counts people and is not shown by agency")
    records = measure.records(period)
    if measure.adds_amounts:
        agencies = records.values_list(measure.agency, flat=True).order_by(measure.agency).distinct()
        return {agency: _amounts(records.filter(**{measure.agency: agency})) for agency in agencies}
    rows = records.values(measure.agency).annotate(
        gross=Count("pk", distinct=True), net=Count("net_key", distinct=True)
    )
    return {row[measure.agency]: (row["gross"], row["net"]) for row in rows.order_by(measure.agency)}
