"""A list in pages of 25, its rows as plain values."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

Kept = TypeVar("Kept", bound=Model)
Row = TypeVar("Row")
ROWS = 25


def page_of(records: QuerySet[Kept], page: str | None, row: Callable[[Kept], Row]) -> Page[Row]:
    """The asked page of records, each made a row; a page that is not there is the nearest that is."""
    found = Paginator(records, ROWS).get_page(page)
    return Page([row(one) for one in found.object_list], found.number, cast("Any", found.paginator))
