"""The yearly report on referrals: what desks received and passed on, by fiscal year, state and agency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from manumit import terms
from manumit_desk.agencies.queries import agency_names
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.measures.measure import Measure, Period, figure, fiscal_year_of
from manumit_desk.tips.measures import MEASURES
from manumit_desk.tips.models import Tip

YEARS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One measure, in net: the own desk's figure and that of all desks; None where it is too small to show."""

    title: str
    own: int
    everywhere: int | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Each measure by state or by agency, in the order of `columns`; None: too small to show."""

    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A fiscal year's referrals as known at a moment."""

    year: int
    years: tuple[int, ...]
    as_of: datetime
    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    by_state: Breakdown
    by_agency: Breakdown


def referral_report(viewer: Viewer, *, year: int | None, at: datetime) -> Report:
    """The report for a fiscal year; without one, for the current. Years that nobody can have reported are the current.

    The own desk's figures are exact. Those of all desks, and each other desk's, are shown only while they are not
    small: a tip is a record about people.
    """
    newest = fiscal_year_of(timezone.localdate(at))
    years = tuple(range(newest, newest - YEARS, -1))
    chosen = year if year in years else newest
    period = Period.fiscal_year(chosen, as_of=at)
    by_agency = [_counted(one.records(period), one.agency) for one in MEASURES]
    return Report(
        year=chosen,
        years=years,
        as_of=at,
        lines=tuple(
            Line(one.title, counted.get(viewer.agency_id, 0), figure(one, period, viewer, scope="all").net)
            for one, counted in zip(MEASURES, by_agency, strict=True)
        ),
        columns=tuple(one.title for one in MEASURES),
        by_state=_by_state(viewer, period),
        by_agency=_by_agency(viewer, by_agency),
    )


def _by_state(viewer: Viewer, period: Period) -> Breakdown:
    """The own desk's figures by the state that the tips are about."""
    names = {row["code"]: row["label"] for row in terms.load("states")}
    counted = [
        _counted(one.records(period).filter(**{one.agency: viewer.agency_id}), _state_of(one)) for one in MEASURES
    ]
    codes = sorted(set().union(*counted))
    return Breakdown(
        tuple((names.get(code, "State not known"), tuple(one.get(code, 0) for one in counted)) for code in codes)
    )


def _state_of(measure: Measure) -> str:
    return "state" if measure.kind is Tip else "tip__state"


def _by_agency(viewer: Viewer, counted: Sequence[Mapping[int, int]]) -> Breakdown:
    """Each desk's figures, but for those of others that are small or would tell of small ones."""
    hidden = [hidden_desks(one, own=viewer.agency_id) for one in counted]
    names = agency_names()
    desks = sorted(set().union(*counted), key=lambda pk: names[pk])
    return Breakdown(
        tuple(
            (
                names[pk],
                tuple(None if pk in few else one.get(pk, 0) for one, few in zip(counted, hidden, strict=True)),
            )
            for pk in desks
        )
    )


def hidden_desks(counted: Mapping[int, int], *, own: int) -> frozenset[int]:
    """The other desks whose figures are not shown: the small ones, and as many more as keep these from following.

    Who knows the total of all desks learns only the sum of the hidden ones: of at least two, and not small.
    """
    others = sorted((count, desk) for desk, count in counted.items() if desk != own and count > 0)
    hidden = [one for one in others if one[0] < settings.SMALLEST_COUNT]
    further = others[len(hidden) :]
    while hidden and further and (len(hidden) < 2 or sum(count for count, _ in hidden) < settings.SMALLEST_COUNT):
        hidden.append(further.pop(0))
    return frozenset(desk for _, desk in hidden)


def _counted(records: Any, field: str) -> dict[Any, int]:
    """How many records, each key once, by a field."""
    rows = records.values(field).annotate(net=Count("net_key", distinct=True)).order_by(field)
    return {row[field]: row["net"] for row in rows}


def as_rows(report: Report) -> Iterable[tuple[object, ...]]:
    """The report as rows of a CSV file: part, name, and each figure; what is too small is written as such."""
    yield ("part", "name", *report.columns)
    yield ("own desk", "", *(written(line.own) for line in report.lines))
    yield ("all desks", "", *(written(line.everywhere) for line in report.lines))
    for part, breakdown in (("own desk, state", report.by_state), ("desk", report.by_agency)):
        for name, figures in breakdown.rows:
            yield (part, name, *map(written, figures))


def written(count: int | None) -> str:
    """A figure as text."""
    return f"fewer than {settings.SMALLEST_COUNT}" if count is None else str(count)
