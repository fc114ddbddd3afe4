"""Sending cases out as files: the audit says so before the first line leaves, and names each victim's record in it."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.checks import PARTS_MAY_BE
from manumit_desk.cases.queries.exports import htcds_lines, people_exported, plain_lines
from manumit_desk.cases.queries.listing import CaseFilters, cases_found
from manumit_desk.guard import audit


def export_plain(filters: CaseFilters, *, viewer: Viewer, at: datetime) -> Iterator[str]:
    """The list of cases as CSV."""
    count = cases_found(viewer, filters).count()
    audit.record("export", viewer=viewer, at=at, form="csv", cases=count, by=sorted(filters.chosen()))
    return plain_lines(viewer, filters)


@transaction.atomic
def export_htcds(filters: CaseFilters, *, with_names: bool, viewer: Viewer, at: datetime) -> Iterator[str]:
    """The people and events of the cases, as the Human Trafficking Case Data Standard has them."""
    people = list(people_exported(viewer, filters))
    audit.record("export", viewer=viewer, at=at, form="htcds", people=len(people), names=with_names)
    close = [one for one in people if one.handling in PARTS_MAY_BE]
    audit.record_reads("export", close, viewer=viewer, at=at)
    return htcds_lines(viewer, filters, [one.pk for one in people], with_names=with_names, at=at)
