"""Many made-up mentions at once, to measure with: they are indexed as if records had declared them one by one."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import uuid4

import polars as pl
from django.db import transaction
from django.utils import timezone

from manumit.link.normalise import normalise
from manumit.world import make_world
from manumit_desk.agencies.models import Agency
from manumit_desk.cases.models import Case, CaseNote
from manumit_desk.registry.index import index_of
from manumit_desk.registry.models import Mention

BATCH = 5_000
OWNER = "NCC"
KIND = "person"


@transaction.atomic
def load_mentions(count: int, *, now: datetime, progress: Callable[[str, float], None]) -> None:
    """Add mentions of the people of a made-up nation, in the name of a case of the coordination center."""
    owner = Agency.objects.get(short_name=OWNER)
    case = Case.all_objects.create(
        owner=owner, handling="agency", title="Made-up list in bulk", kind=Case.Kind.INVESTIGATION,
        opened_date=timezone.localdate(now), created_at=now,
    )  # fmt: skip
    note = CaseNote.all_objects.create(case=case, owner=owner, text="A made-up list.", created_at=now)
    progress("making people", 0.0)
    # Its agencies hold between two and three mentions of each person.
    people = make_world(max(count // 2, 100), kinds=(KIND,)).mentions(KIND).head(count)
    people = people.with_columns(id=pl.Series([str(uuid4()) for _ in range(people.height)])).drop("agency")
    rows = _mentions(people, owner, case, note, now)
    for done in range(0, people.height, BATCH):
        Mention.all_objects.bulk_create(islice(rows, BATCH))
        progress("storing mentions", done / people.height)
    index_of(KIND).load(normalise(KIND, people), progress=progress)


def _mentions(people: pl.DataFrame, owner: Agency, case: Case, note: CaseNote, now: datetime) -> Iterator[Mention]:
    for row in people.iter_rows(named=True):
        fields: dict[str, Any] = {name: value for name, value in row.items() if value and name != "id"}
        yield Mention(
            id=row["id"], owner=owner, handling="agency", created_at=now, kind=KIND, role="other", fields=fields,
            source_kind=note.kind_of_record(), source_id=note.pk, file_kind=case.kind_of_record(), file_id=case.pk,
            is_indexed=True,
        )  # fmt: skip
