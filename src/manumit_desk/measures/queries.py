"""Figures as pages show them: own and all agencies', gross and net, with the records behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator

from manumit_desk.agencies.queries import agency_names
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.held import HeldObject
from manumit_desk.measures.measure import Figure, Measure, Period, all_measures, by_agency, drill_down, figures
from manumit_desk.registry.files import address_of, records_seen

PAGE = 25
CENTS = "cents"


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in words: gross and net, each a number, an amount, or "fewer than 11"."""

    gross: str
    net: str

    @classmethod
    def of(cls, measure: Measure, value: Figure) -> "Shown":
        """A measure's figure."""
        return cls(_in_words(measure, value.gross), _in_words(measure, value.net))


def _in_words(measure: Measure, number: int | None) -> str:
    if number is None:
        return f"fewer than {settings.SMALLEST_COUNT} elsewhere"
    return f"${number / 100:,.2f}" if measure.unit == CENTS else f"{number:,}"


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure in the list."""

    code: str
    title: str
    unit: str
    own: Shown
    all: Shown


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record behind a figure, as a link."""

    kind: str
    reference: str
    address: str
    agency: str
    handling: str


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind a figure that the viewer may see, a page of them, and how many they may not.

    `unseen` is None where the figure itself is too small to show.
    """

    rows: Page[RecordRow]
    seen: int
    unseen: int | None


def measures_listed(viewer: Viewer, period: Period) -> list[MeasureRow]:
    """Every measure with its figures for a period."""
    return [measure_row(one, viewer, period) for one in all_measures().values()]


def measure_row(measure: Measure, viewer: Viewer, period: Period) -> MeasureRow:
    """One measure with its figures for a period."""
    own, everywhere = figures(measure, period, viewer)
    unit = "dollars" if measure.unit == CENTS else measure.unit
    return MeasureRow(measure.code, measure.title, unit, Shown.of(measure, own), Shown.of(measure, everywhere))


def behind(measure: Measure, viewer: Viewer, period: Period, *, page: int | str = 1) -> Behind:
    """The records behind the figure of all agencies."""
    kind = measure.kind
    whole = [kind.container] if kind.container else []
    seen = drill_down(measure, period, viewer).select_related("owner", *whole).order_by("-created_at", "pk")
    shown: Page[Any] = Paginator(seen, PAGE).get_page(page)
    wholes = records_seen(viewer, {(one.kind_of_record(), one.pk) for one in map(_whole, shown)})
    named = {one for _, one in wholes}
    rows = Page([_record(held, is_named=_whole(held).pk in named) for held in shown], shown.number, shown.paginator)
    count = shown.paginator.count
    is_small = figures(measure, period, viewer)[1].gross is None
    return Behind(rows, count, None if is_small else measure.records(period).count() - count)


def _whole(held: HeldObject) -> HeldObject:
    return held.whole or held


def _record(held: HeldObject, *, is_named: bool) -> RecordRow:
    reference = str(_whole(held)) if is_named else "this record alone"
    return RecordRow(str(held._meta.verbose_name), reference, address_of(held), held.owner.name, held.handling)


def agencies_figures(measure: Measure, viewer: Viewer, period: Period) -> Sequence[tuple[str, str, str]]:
    """Each agency's name, gross and net, for overseers and the coordination centre; never of people."""
    if measure.about_people or not (viewer.role == Role.OVERSEER or viewer.is_centre_analyst):
        return ()
    names = agency_names()
    figures = by_agency(measure, period)
    rows = [(names[one], _in_words(measure, gross), _in_words(measure, net)) for one, (gross, net) in figures.items()]
    return sorted(rows)
