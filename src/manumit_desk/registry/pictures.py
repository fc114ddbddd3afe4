"""A subject in pictures, each with the same facts as a table: when, where, beside whom, and why it is one."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from manumit.link.explain import Waterfall
from manumit.pictures.network import Edge, Node, draw_network, table_network
from manumit.pictures.render import svg
from manumit.pictures.states import draw_states, read_outlines, state_of, table_states
from manumit.pictures.timeline import Event, draw_timeline, table_timeline
from manumit.pictures.waterfall import draw_waterfall, table_waterfall
from manumit_desk.registry.queries.subjects import MentionRow, SubjectShown
from manumit_desk.shell.parts import Picture

SOURCE = "the records that you may see"
ATLAS = "vendor/us-atlas/states-albers-10m.json"


def timeline_picture(subject: SubjectShown, at: datetime) -> Picture:
    """When the files were opened in which the subject stands, a line for each agency."""
    events = [
        Event(one.file_date, one.agency, f"{one.role} in {one.file.reference}")
        for one in subject.mentions
        if one.file_date is not None
    ]
    table = table_timeline(events)
    caption = "When the tips and cases came in that mention it"
    return Picture(
        svg=draw_timeline(events, title=caption),
        alt=f"A line for each agency with {len(events)} numbered dots, one for each record; the table says the same.",
        caption=caption,
        columns=("Number", "Day", "Agency", "Record"),
        rows=table.rows(),
        count=len(events),
        date=at,
        source=SOURCE,
        not_said="when things happened, and what other agencies hold.",
    )


def map_picture(subject: SubjectShown, at: datetime) -> Picture | None:
    """In which states the records are; None where the map was not built in, or no state is known."""
    placed = [(state_of(one.state), one.county) for one in subject.mentions]
    counts = Counter(state for state, _ in placed if state)
    if not counts or not _outlines():
        return None
    counties = Counter(f"{county}, {state}" for state, county in placed if state and county)
    rows = [*table_states(counts).rows(), *((f"of these in {place}", count) for place, count in counties.most_common())]
    caption = "In which states the records are"
    return Picture(
        svg=draw_states(counts, _outlines(), title=caption),
        alt="A map of the states, darker where there are more records; the table says the same.",
        caption=caption,
        columns=("State or county", "Records"),
        rows=rows,
        count=counts.total(),
        date=at,
        source=SOURCE,
        not_said="where anybody is now; places are shown no finer than this.",
    )


@cache
def _outlines() -> dict[str, str]:
    path = finders.find(ATLAS)
    return read_outlines(json.loads(Path(path).read_text(encoding="utf-8"))) if path else {}


def network_picture(subject: SubjectShown, beside: Sequence[MentionRow], at: datetime) -> Picture:
    """The files in which the subject stands, and what else is mentioned in them."""
    files = {one.file_ref: one.file.reference for one in subject.mentions if one.file.reference}
    nodes = [
        Node("subject", subject.title, "subject"),
        *(Node(str(ref), reference, "file") for ref, reference in files.items()),
        *(Node(str(one.id), one.words, "mention") for one in beside if one.file_ref in files),
    ]
    edges = [
        *(Edge("subject", str(ref), "is in") for ref in files),
        *(Edge(str(one.id), str(one.file_ref), one.role.lower()) for one in beside if one.file_ref in files),
    ]
    caption = "The tips and cases that mention it, and what else they mention"
    return Picture(
        svg=draw_network(nodes, edges, title=caption),
        alt=f"A graph of {len(nodes)} points and {len(edges)} lines; the table lists the lines.",
        caption=caption,
        columns=("No.", "From", "Means", "No.", "To"),
        rows=table_network(nodes, edges).rows(),
        count=len(nodes),
        date=at,
        source=SOURCE,
        not_said="that those who stand in one file have to do with one another.",
    )


def pair_picture(waterfall: Waterfall, at: datetime) -> Picture:
    """Why two mentions weigh what they weigh."""
    rows = [
        (step, "not known" if weight is None else f"{weight:+.1f}", left, right)
        for step, weight, left, right in table_waterfall(waterfall).select("step", "weight", "left", "right").rows()
    ]
    return Picture(
        svg=svg(draw_waterfall(waterfall, names=("these", "those"))),
        alt="Bars for and against that both are one, adding up from left to right; the table says the same.",
        caption="What speaks for and against that both are the same",
        columns=("Comparison", "Bits", "One record", "The other record"),
        rows=rows,
        date=at,
        source=f"model {waterfall.model}",
        not_said="whether they are the same: that is for a person to judge.",
    )
