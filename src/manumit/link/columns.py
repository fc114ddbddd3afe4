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
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")
_SEVERAL = frozenset({"phone", "email", "identifier", "other_names", "nationality", "website", "value"})
_TRUTH, _PASSED_OVER, _RECORD_NUMBER = "truth", "passed_over", "record_number"
# A register's list has one family name beside the given names, and calls it just "Name" or "Nom".
_JUST_A_NAME = frozenset({"name", "names", "nom", "nome", "apellido", "nama", "navn", "namn"})


def guess_columns(
    kind: str, headers: Sequence[str], *, leave_out: Sequence[str] = (), table: pl.DataFrame | None = None
) -> ColumnMap:
    """Which columns hold which canonical field, by their names; `id` too. Several columns may feed one field.

    Columns that tell the answer (cluster, truth) are never guessed. With the `table` itself, a column whose values
    stand twice is no id, and a register's own number that never comes again is no evidence.
    Raises InputError when nothing names a mention of the kind.
    """
    guessed: ColumnMap = {}
    for header in headers:
        if header in leave_out or header == ROW:
            continue
        field = _field_of(kind, header)
        if field == "identifier":
            field = _identifier_or_id(header, table)
        if field == "id" and ("id" in guessed or not _may_be_id(header, table)):
            continue
        if field and field in (*kind_named(kind).raw_fields, "id"):
            guessed.setdefault(field, []).append(header)
    guessed = _family_called_name(guessed)
    if not set(guessed) & set(kind_named(kind).raw_fields):
        raise InputError(
            f"no column is known to describe a mention of kind {kind}; there are: {', '.join(headers[:40])}",
            remedy=f"name them, for example --map {kind_named(kind).raw_fields[0]}=COLUMN",
        )
    return guessed


def _field_of(kind: str, header: str) -> str | None:
    """The field that a header names; None for none, and for one that tells the answer.

    The whole header first, then without the words that only say whose or which ("Patient First Name", "dob_str"),
    then word by word: "Town/City" says one field twice.
    """
    known = _written(kind)
    for words in _readings(header):
        field = known.get("_".join(words)) or known.get("".join(words))
        if field:
            return None if field == _TRUTH else field
    fields = {known.get(word) for word in _readings(header)[-1]}
    return fields.pop() if len(fields) == 1 else None


def _readings(header: str) -> list[tuple[str, ...]]:
    passed_over = _words_for(_PASSED_OVER)
    whole, split = fold(header), fold(_CAMEL.sub(" ", header))
    named = tuple(word for word in split if word not in passed_over)
    bare = tuple(word for word in named if not word.isdigit())
    return [words for words in dict.fromkeys((whole, split, named, bare)) if words] or [()]


def _identifier_or_id(header: str, table: pl.DataFrame | None) -> str:
    """A number that a register gives with each entry is the entry's id, unless it comes again."""
    given_with_entry = any("_".join(words) in _words_for(_RECORD_NUMBER) for words in _readings(header))
    return "id" if given_with_entry and table is not None and _all_differ(table[header]) else "identifier"


def _may_be_id(header: str, table: pl.DataFrame | None) -> bool:
    """Whether a column can be the ids; one that is called just "id" is, and its doubles are an error to be told."""
    return (
        table is None
        or "_".join(fold(header)) in ("id", "rec_id", "record_id", "unique_id")
        or _all_differ(table[header])
    )


def _all_differ(values: pl.Series) -> bool:
    return values.null_count() == 0 and not values.is_duplicated().any()


def _family_called_name(guessed: ColumnMap) -> ColumnMap:
    """A column "Name" beside given names holds the family name; a lone "Nom" or "Apellido" holds the whole name."""
    name, family = guessed.get("name", []), guessed.get("family_name", [])
    given = "given_name" in guessed
    if given and not family and len(name) == 1 and "_".join(fold(name[0])) in _JUST_A_NAME:
        return {("family_name" if field == "name" else field): columns for field, columns in guessed.items()}
    if not given and not name and len(family) == 1 and "_".join(fold(family[0])) in _JUST_A_NAME:
        return {("name" if field == "family_name" else field): columns for field, columns in guessed.items()}
    return guessed


@cache
def _written(kind: str) -> dict[str, str]:
    """The field of each known header; those of a kind come before those of every kind."""
    rows = [row for row in terms.load("column_names") if row["field"] not in (_PASSED_OVER, _RECORD_NUMBER)]
    return {row["written"]: row["field"] for which in ("*", kind) for row in rows if row["kind"] == which}


@cache
def _words_for(field: str) -> frozenset[str]:
    return frozenset(row["written"] for row in terms.load("column_names") if row["field"] == field)


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
        held = [pl.lit(f"{'_'.join(fold(column))}:") + pl.col(column) for column in columns]
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
