"""Who can respond where: people with a training in force, by state and sector; and what tests before and after say.

A training is in force from its day until its refresher is due. An online module teaches signs, but nobody answers
questions in it: it counts apart. People are counted once across agencies, in the place and sector of their newest
record.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Avg, Count, F, Q, QuerySet

from manumit import terms
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.training.measures import in_force, tests_of
from manumit_desk.training.models import Completion, Course, sectors


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """A state: how many people with a training in force, by sector in the order of the vocabulary, and together."""

    code: str
    name: str
    by_sector: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """The map: a row a state, the names of the sectors, the people whose state is not known, and states with nobody."""

    sectors: tuple[str, ...]
    states: tuple[StateRow, ...]
    elsewhere: int
    nobody: tuple[str, ...]


def capability(today: date, *, live_only: bool = True) -> Capability:
    """How many people are able to respond, by state and sector."""
    rows = in_force(today, live_only=live_only).order_by("trainee__created_at", "trainee")
    where = {
        key: (state, sector)
        for key, state, sector in rows.values_list("trainee__person_key", "trainee__state", "trainee__sector").iterator(
            5_000
        )
    }
    counts = Counter(where.values())
    codes = [code for code, _ in sectors()]
    states = tuple(_state_row(row["code"], row["label"], codes, counts) for row in terms.load("states"))
    return Capability(
        sectors=tuple(label for _, label in sectors()),
        states=states,
        elsewhere=sum(number for (state, _), number in counts.items() if not state),
        nobody=tuple(row.name for row in states if not row.total),
    )


def _state_row(code: str, name: str, codes: Sequence[str], counts: Counter[tuple[str, str]]) -> StateRow:
    by_sector = tuple(counts[code, sector] for sector in codes)
    return StateRow(code=code, name=name, by_sector=by_sector, total=sum(by_sector))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What tests say of a course: how many took both, means before and after, and the mean three months later.

    Means are of those who took both tests of a pair. None where nobody did, or too few to show.
    """

    whose: str
    count: int | None
    before: float | None
    after: float | None
    gain: float | None
    later_count: int | None
    kept: float | None


def gains(course: Course, viewer: Viewer) -> tuple[Gain, Gain]:
    """Gains of the viewer's agency and of all agencies; of all only while the others' part is not small."""
    everywhere: QuerySet[Completion] = tests_of(course)
    own = everywhere.filter(owner=viewer.agency_id)
    others = everywhere.exclude(owner=viewer.agency_id)
    return _gain("Your agency", own, others=None), _gain("All agencies", everywhere, others=others)


def _gain(whose: str, seats: QuerySet[Completion], *, others: QuerySet[Completion] | None) -> Gain:
    both, later = Q(score_before__isnull=False, score_after__isnull=False), Q(score_later__isnull=False)
    found = seats.aggregate(
        count=Count("pk", filter=both),
        before=Avg("score_before", filter=both),
        after=Avg("score_after", filter=both),
        later=Count("pk", filter=both & later),
        kept=Avg(F("score_later") - F("score_before"), filter=both & later),
    )
    hides = [_is_small(others, both), _is_small(others, both & later)] if others is not None else [False, False]
    if not found["count"] or hides[0]:
        return Gain(
            whose=whose, count=None if hides[0] else 0, before=None, after=None, gain=None, later_count=None, kept=None
        )
    gain = found["after"] - found["before"]
    return Gain(
        whose=whose,
        count=found["count"],
        before=found["before"],
        after=found["after"],
        gain=gain,
        later_count=None if hides[1] else found["later"],
        kept=None if hides[1] else found["kept"],
    )


def _is_small(others: QuerySet[Completion], which: Q) -> bool:
    return 0 < others.filter(which).count() < settings.SMALLEST_COUNT
