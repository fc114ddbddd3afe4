"""The plan's due dates as a picture with its table."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from django.utils import timezone

from manumit.pictures.due_dates import COLUMNS, draw_due_dates
from manumit.pictures.render import svg
from manumit_desk.plan.models import Plan
from manumit_desk.plan.queries import ENDED, ActionLine
from manumit_desk.shell.parts import Picture


def timeline_picture(lines: Sequence[ActionLine], plan: Plan) -> Picture | None:
    """When what is due; None where no action has a date."""
    today = timezone.localdate()
    dated = sorted((line for line in lines if line.due_date), key=lambda line: line.due_date or date.max)
    if not dated:
        return None
    table = pl.DataFrame(
        [(line.pillar, line.name, line.due_date, _state(line)) for line in dated], schema=COLUMNS, orient="row"
    )
    late = sum(line.is_late for line in dated)
    return Picture(
        svg=svg(draw_due_dates(table, today=today)),
        alt=f"{len(dated)} actions with a due date; {late} of them are late.",
        caption="When actions are due",
        columns=("Pillar", "Action", "Due", "State"),
        rows=table.rows(),
        count=len(dated),
        source=str(plan),
        not_said=f"{len(lines) - len(dated)} actions have no due date and are not shown",
    )


def _state(line: ActionLine) -> str:
    if line.is_late:
        return "late"
    return "done" if line.status in ENDED else "open"
