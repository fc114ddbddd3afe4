"""From a file's columns to the canonical fields of a kind: guessed by name, or as the user says."""

import difflib
import re
from collections.abc import Mapping, Sequence
from functools import cache

import polars as pl

from manumit import terms
from manumit.errors import InputError
from manumit.formats.tables import ROW
from manumit.link.dates import read_date, usual_order
from manumit.link.kinds import kind_named
from manumit.link.text import fold

ColumnMap = dict[str, list[str]]
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DECORATIONS = re.compile(r"_(?:fake|str|string|text|txt|value|col|desc|cd|\d+)$")
# Columns that tell the answer; evidence must never hold them.
_TRUTH = frozenset(
    "cluster cluster_id truth true_id entity entity_id group group_id label match_id person_id true_cluster".split()
)
_SEVERAL = frozenset({"phone", "email", "identifier", "other_names", "nationality", "website", "value"})


def guess_columns(kind: str, headers: Sequence[str], *, leave_out: Sequence[str] = ()) -> ColumnMap:
    """Which columns hold which canonical field, by their names; `id` too. Several columns may feed one field.

    Raises InputError when nothing names a mention of the kind.
    """
    guessed: ColumnMap = {}
    for header in headers:
        if header in leave_out or header == ROW or _plain(header) in _TRUTH:
            continue
        field = _known_names(kind).get(_plain(header)) or _known_names(kind).get(_DECORATIONS.sub("", _plain(header)))
        if field == "id" and "id" in guessed:
            continue
        if field:
            guessed.setdefault(field, []).append(header)
    if not set(guessed) & set(kind_named(kind).raw_fields):
        raise InputError(
            f"no column is known to describe a mention of kind {kind}; there are: {', '.join(headers[:40])}",
            remedy=f"name them, for example --map {kind_named(kind).raw_fields[0]}=COLUMN",
        )
    return guessed


def _plain(header: str) -> str:
    return "_".join(fold(_CAMEL.sub(" ", header)))


@cache
def _known_names(kind: str) -> dict[str, str]:
    rows = terms.load("column_names")
    return {row["written"]: row["field"] for row in rows if row["kind"] in ("*", kind)}


def mapped_columns(kind: str, said: Sequence[str], headers: Sequence[str], guessed: ColumnMap) -> ColumnMap:
    """The guess with what the user said (`field=column`, several times) in its place.

    Raises InputError for a field that the kind does not have, or a column that is not there. `field=` drops a field.
    """
    chosen: ColumnMap = {}
    for each in said:
        field, equals, column = (part.strip() for part in each.partition("="))
        if not equals:
            raise InputError(f"'{each}' maps nothing", remedy="write --map FIELD=COLUMN")
        if field not in (*kind_named(kind).raw_fields, "id"):
            raise InputError(
                f"a {kind} has no field '{field}'",
                remedy=f"use one of: id, {', '.join(kind_named(kind).raw_fields)}",
            )
        chosen.setdefault(field, [])
        if column:
            _require(column, headers)
            chosen[field].append(column)
    taken = {column for columns in chosen.values() for column in columns}
    kept = {
        field: [one for one in columns if one not in taken] for field, columns in guessed.items() if field not in chosen
    }
    return {field: columns for field, columns in {**kept, **chosen}.items() if columns}


def _require(column: str, headers: Sequence[str]) -> None:
    if column not in headers:
        near = difflib.get_close_matches(column, headers, 1, 0.5)
        remedy = f"did you mean '{near[0]}'?" if near else f"the columns are: {', '.join(headers[:40])}"
        raise InputError("there is no such column", column=column, remedy=remedy)


def to_mentions(table: pl.DataFrame, mapping: Mapping[str, Sequence[str]], *, as_of: str | None = None) -> pl.DataFrame:
    """A table as raw mentions: `id` (from `mapping`, else the row numbers) and the kind's canonical fields.

    Dates that can be read two ways are read in the order that the column's other dates show. `as_of` (YYYY-MM-DD) is
    when ages were noted, where no column says it. The table is one source's: its dates are written by one hand.
    """
    fields = [_field(field, list(columns)) for field, columns in mapping.items() if field != "id"]
    ids = pl.col(mapping["id"][0]) if "id" in mapping else pl.col(ROW).cast(pl.String)
    mentions = table.select(ids.alias("id"), *fields)
    if "birth_date" in mentions.columns:
        mentions = mentions.with_columns(_settled(mentions["birth_date"]))
    if as_of and {"age", "age_from", "age_to"} & set(mentions.columns):
        noted = pl.col("age_date") if "age_date" in mentions.columns else pl.lit(None, pl.String)
        mentions = mentions.with_columns(pl.coalesce(noted, pl.lit(as_of)).alias("age_date"))
    return mentions


def _field(field: str, columns: list[str]) -> pl.Expr:
    held = [pl.col(column) for column in columns]
    if field == "identifier":
        held = [pl.lit(f"{_plain(column)}:") + pl.col(column) for column in columns]
    separator = " | " if field in _SEVERAL else " "
    joined = pl.concat_str(held, separator=separator, ignore_nulls=True)
    return pl.when(joined == "").then(None).otherwise(joined).alias(field)


def _settled(dates: pl.Series) -> pl.Series:
    """Birth dates with those that can be read two ways turned into year, month, day, by the column's usual order."""
    written = dates.drop_nulls().unique().to_list()
    if usual_order(written) == "mdy":
        return dates
    settled = {text: read_date(text, "dmy").iso() or text for text in written}
    return dates.replace_strict(settled, default=None, return_dtype=pl.String)
