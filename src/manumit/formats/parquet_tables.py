"""Parquet files, whatever types their columns have."""

from datetime import time
from pathlib import Path

import polars as pl

from manumit.errors import InputError
from manumit.formats.rows import LONGEST_VALUE, NOTHING, ROW, Bad, Reading, Rows, refuse_names, too_long

_PLAIN = (pl.String, pl.Categorical, pl.Enum, pl.Boolean, pl.Date, pl.Datetime, pl.Time, pl.Decimal, pl.Null)


def read_parquet(path: Path, *, most_rows: int | None = None) -> Reading:
    """The table in a Parquet file, every value as text; columns of bytes and the like are left out.

    InputError for more than `most_rows` (None: any number), before they are unpacked: a small file can hold billions.
    """
    if most_rows is not None and (rows_held := _rows_in(path)) > most_rows:
        said = f"{rows_held:,} rows; at most {most_rows:,} are taken at once"
        raise InputError(said, file=str(path), remedy="divide the file")
    frame = _unnested(_frame(path))
    readable = [name for name, dtype in frame.schema.items() if _is_plain(dtype)]
    if not readable:
        raise InputError("no column holds plain values", file=str(path), remedy="give text, numbers and dates")
    refuse_names(readable, str(path))
    text = frame.select(_as_text(frame[name]).alias(name) for name in readable)
    rows = Rows(str(path), readable, left_out=tuple(name for name in frame.columns if name not in readable))
    numbered = text.with_columns(pl.int_range(1, pl.len() + 1).alias(ROW))
    bad = pl.any_horizontal(
        (pl.col(name).str.len_chars() > LONGEST_VALUE) | pl.col(name).str.contains("\0", literal=True)
        for name in readable
    ).fill_null(value=False)
    for values in numbered.filter(bad).iter_rows(named=True):
        rows.reject(values[ROW], _why(values), str(values))
    rows.keep_table(numbered.filter(~bad))
    return rows.reading()


def _rows_in(path: Path) -> int:
    """How many rows the file says that it holds; what is no Parquet file is told of when it is read."""
    try:
        return int(pl.scan_parquet(path, glob=False, hive_partitioning=False).select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return 0


def _frame(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path, glob=False, hive_partitioning=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        said = str(error).splitlines()[0] if str(error) else "it is cut off"
        raise InputError(f"this is not a Parquet file ({said})", file=str(path), remedy="write it anew") from error


def _unnested(frame: pl.DataFrame) -> pl.DataFrame:
    """Values with fields of their own as columns such as `address.city`."""
    while nested := [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Struct)]:
        frame = frame.unnest(nested, separator=".")
    return frame


def _is_plain(dtype: pl.DataType) -> bool:
    if isinstance(dtype, pl.List):
        dtype = pl.Series(dtype=dtype).explode().dtype
    return dtype.is_numeric() or isinstance(dtype, _PLAIN)


def _as_text(column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.List):
        column = column.cast(pl.List(pl.String)).list.join(" | ", ignore_nulls=True)
    elif column.dtype.is_float():
        column = column.fill_nan(None)
        whole = column.cast(pl.Int64, strict=False)
        column = whole if whole.cast(column.dtype).equals(column) else column
    elif isinstance(column.dtype, pl.Datetime) and (column.dt.time().drop_nulls() == time(0)).all():
        column = column.dt.date()
    return _trimmed(column.cast(pl.String))


def _trimmed(text: pl.Series) -> pl.Series:
    plain = text.str.strip_chars()
    return plain.set(plain.is_in(list(NOTHING)), None)


def _why(values: dict[str, str | int | None]) -> Bad:
    """What is wrong with a row."""
    for name, value in values.items():
        if isinstance(value, str) and len(value) > LONGEST_VALUE:
            return Bad(too_long(len(value)), name)
        if isinstance(value, str) and "\0" in value:
            return Bad("a NUL character", name)
    return Bad("the row cannot be read")
