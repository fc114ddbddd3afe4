"""The map of who can respond where, with the same facts as a table."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from manumit.pictures.states import draw_states, read_outlines, table_states
from manumit_desk.shell.parts import Picture
from manumit_desk.training.capability import Capability

ATLAS = "vendor/us-atlas/states-albers-10m.json"


def capability_picture(found: Capability, at: datetime) -> Picture | None:
    """A map of the states; None where the map was not built in, or nobody is trained."""
    counts = {row.code: row.total for row in found.states if row.total}
    if not counts or not _outlines():
        return None
    caption = "People with a training in force, each counted once"
    return Picture(
        svg=draw_states(counts, _outlines(), title=caption),
        alt="A map of the states, darker where more people are trained; the table says the same.",
        caption=caption,
        columns=("State", "People"),
        rows=table_states(counts).rows(),
        count=sum(counts.values()),
        date=at,
        source="the rosters of all agencies",
        not_said="how well they respond, and who was trained elsewhere.",
    )


@cache
def _outlines() -> dict[str, str]:
    path = finders.find(ATLAS)
    return read_outlines(json.loads(Path(path).read_text(encoding="utf-8"))) if path else {}
