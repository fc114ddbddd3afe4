"""Professionals: their sector put right by a person, and who is one person across agencies."""

from datetime import datetime

import polars as pl
from django.db import transaction

from manumit.progress import Progress
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.permission import RefusedError
from manumit_desk.training.batches import batched
from manumit_desk.training.counting import count_once
from manumit_desk.training.models import Trainee

WHO = ("name", "given_name", "middle_name", "family_name", "email", "phone", "city", "state", "postcode", "employer")


@transaction.atomic
def set_sector(trainee: Trainee, *, sector: str, viewer: Viewer, at: datetime) -> None:
    """Say which sector somebody works in; it is a guess no more."""
    if trainee.owner_id != viewer.agency_id or not viewer.works_with_records:
        raise RefusedError("Only the agency that trained them may change this.")
    trainee.sector, trainee.sector_is_guessed = sector, False
    trainee.save(update_fields=["sector", "sector_is_guessed"])
    audit.record("set sector", viewer=viewer, at=at, held=trainee)


def count_people_once(*, viewer: Viewer | None, at: datetime, progress: Progress, workers: int = 1) -> tuple[int, int]:
    """Find who is one person across agencies and write it down; returns records and people. No agency sees it.

    Keys stay what they were wherever the people do.
    """
    rows = [[str(row[0]), *row[1:]] for row in Trainee.objects.for_system().values_list("pk", "person_key", *WHO)]
    table = pl.DataFrame(rows, schema=dict.fromkeys(("id", "cluster_id", *WHO), pl.String), orient="row")
    if table.is_empty():
        return 0, 0
    people = table.drop("cluster_id").with_columns(pl.col(field).replace("", None) for field in WHO)
    found = count_once(people, previous=table.select("id", "cluster_id"), workers=workers, progress=progress)
    changed = found.filter(found["cluster_id"] != table["cluster_id"])
    with transaction.atomic():
        for some in batched(changed.iter_rows(), 2_000):
            moved = [Trainee(pk=pk, person_key=key) for pk, key in some]
            Trainee.all_objects.bulk_update(moved, ["person_key"], batch_size=500)
        net = found["cluster_id"].n_unique()
        audit.record("count people once", viewer=viewer, at=at, records=table.height, people=net, moved=changed.height)
    return table.height, net
