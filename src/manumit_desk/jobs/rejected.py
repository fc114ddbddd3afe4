"""Rows of a file that could not be used, as a CSV file that people open, mend and send again."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.http import HttpResponse

from manumit.formats.formulas import without_formula

COLUMNS = ("row", "column", "reason", "text")


def rejected_file(rows: Iterable[Sequence[Any]], *, name: str) -> HttpResponse:
    """A download of rows with COLUMNS; no cell of it is taken for a formula."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows([without_formula(str(value)) for value in row] for row in rows)
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.rejected.csv"'
    return response
