"""What holds for every reader and any input: a reading or an InputError; each row is kept or set aside, none lost."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.formats.rows import LONGEST_VALUE, NOTHING
from manumit.formats.tables import ROW, Reading, read_table

ENDINGS = (".csv", ".tsv", ".jsonl", ".json", ".parquet", "")
few = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as made:
        yield Path(made)


def reading_of(path: Path, content: bytes) -> Reading | InputError:
    path.write_bytes(content)
    try:
        return read_table(path)
    except InputError as error:
        return error


def assert_sound(found: Reading | InputError, path: Path) -> None:
    if isinstance(found, InputError):
        assert found.file == str(path)
        assert found.remedy
        assert "\n" not in str(found)
        return
    assert found.table.height > 0
    assert found.table[ROW].is_sorted()
    assert all(dtype == pl.String for name, dtype in found.table.schema.items() if name != ROW)
    assert not set(found.table[ROW]) & {one.row for one in found.rejected}


@few
@given(content=st.binary(max_size=300), ending=st.sampled_from(ENDINGS))
@example(b'a,b\n"', ".csv")
@example(b"[" * 2000, ".json")
@example(b'{"a":' * 2000, ".json")
@example(b"PAR1" + bytes(40) + b"PAR1", ".parquet")
def test_no_bytes_crash_a_reader(folder: Path, content: bytes, ending: str) -> None:
    path = folder / f"list{ending}"
    assert_sound(reading_of(path, content), path)


@few
@given(text=st.text(alphabet='ab1,;"\n\r\t|\\{}[]: \0é\ufeff', max_size=200), ending=st.sampled_from(ENDINGS))
def test_no_text_crashes_a_reader(folder: Path, text: str, ending: str) -> None:
    path = folder / f"list{ending}"
    assert_sound(reading_of(path, text.encode()), path)


@few
@given(data=st.data())
def test_no_damage_to_a_parquet_file_crashes_the_reader(folder: Path, data: st.DataObject) -> None:
    whole = io.BytesIO()
    pl.DataFrame({"id": ["1", "2"], "name": ["Ann", None], "year": [1980, 1990]}).write_parquet(whole)
    content = bytearray(whole.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = folder / "damaged.parquet"
    assert_sound(reading_of(path, bytes(content[: data.draw(st.integers(1, len(content)))])), path)


cells = st.text(max_size=12).filter(lambda text: "\0" not in text and text.isprintable())


@few
@given(table=st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=6))
def test_what_a_csv_writer_writes_is_read_back(folder: Path, table: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([["id", "name"], *table])
    found = reading_of(folder / "list.csv", written.getvalue().encode())
    known = [tuple(cell.strip() if cell.strip() not in NOTHING else None for cell in row) for row in table]
    known = [row for row, raw in zip(known, table, strict=True) if any(cell.strip() for cell in raw)]
    if not known:
        assert isinstance(found, InputError)
    else:
        assert isinstance(found, Reading)
        assert [tuple(row) for row in found.table.drop(ROW).rows()] == without_decimals(known)


def without_decimals(rows: list[tuple[str | None, ...]]) -> list[tuple[str | None, ...]]:
    """A property about other things must not stumble over 1.0 and 1."""
    columns = [
        [cell and cell.removesuffix(".0") for cell in column]
        if all(cell is None or (cell.removesuffix(".0") != cell and cell[:-2].lstrip("-").isdigit()) for cell in column)
        else list(column)
        for column in zip(*rows, strict=True)
    ]
    return list(zip(*columns, strict=True))


lengths = st.lists(st.integers(1, 4), min_size=1, max_size=12)


@few
@given(lengths)
def test_every_row_is_kept_or_set_aside(folder: Path, counts: list[int]) -> None:
    lines = [",".join(f"v{number}" for number in range(count)) for count in counts]
    found = reading_of(folder / "list.csv", ("id,name\n" + "\n".join(lines)).encode())
    good = [place for place, count in enumerate(counts, 2) if count == 2]
    if isinstance(found, InputError):
        assert good == []
        return
    assert found.table[ROW].to_list() == good
    assert [one.row for one in found.rejected] == [place for place, count in enumerate(counts, 2) if count != 2]


@few
@given(
    st.lists(st.one_of(st.none(), st.integers(), st.dictionaries(st.sampled_from("abc"), st.integers())), min_size=1)
)
def test_every_line_of_json_is_kept_or_set_aside(folder: Path, values: list[object]) -> None:
    content = b"\n".join(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS) for value in values if fits(value))
    found = reading_of(folder / "list.jsonl", content)
    if isinstance(found, Reading):
        assert found.table.height + len(found.rejected) == sum(fits(value) for value in values)


def fits(value: object) -> bool:
    """Whether JSON as it is read here can hold it."""
    numbers = value.values() if isinstance(value, dict) else [value]
    return all(number is None or abs(number) < 2**53 for number in numbers)


def test_a_value_may_be_as_long_as_the_longest(folder: Path) -> None:
    found = reading_of(folder / "list.csv", b"id,name\n1," + b"x" * LONGEST_VALUE + b"\n")
    assert isinstance(found, Reading)
