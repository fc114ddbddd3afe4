"""CSV files as they come from spreadsheets, registers and broken exports."""

from pathlib import Path

import pytest

from manumit.errors import InputError
from manumit.formats.csv_tables import LONGEST_RECORD
from manumit.formats.tables import ROW, Reading, read_table


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def read(file: Path, content: str | bytes) -> Reading:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(file)


def rows(reading: Reading) -> list[tuple[object, ...]]:
    return reading.table.drop(ROW).rows()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separators_line_ends_and_byte_order_marks_are_recognised(
    file: Path, separator: str, end: str, mark: str
) -> None:
    lines = [separator.join(cells) for cells in (("id", "name"), ("1", "Müller"), ("2", "王伟"))]
    reading = read(file, mark + end.join(lines) + end)
    assert reading.table.columns == ["id", "name", ROW]
    assert rows(reading) == [("1", "Müller"), ("2", "王伟")]
    assert reading.rejected == []


def test_a_separator_inside_quotes_does_not_count(file: Path) -> None:
    assert rows(read(file, '"name, first, last";id\n"Gomez, Maria";1\n')) == [("Gomez, Maria", "1")]


def test_values_are_trimmed_and_what_means_nothing_is_null(file: Path) -> None:
    assert rows(read(file, "id,name,sex\n 1 , Ann ,NULL\n2,N/A,nan\n")) == [("1", "Ann", None), ("2", None, None)]


def test_quoted_values_may_hold_separators_quotes_and_line_ends(file: Path) -> None:
    reading = read(file, 'id,name\n1,"Gomez, ""Mimi""\nMaria"\n2,Bob\n')
    assert rows(reading) == [("1", 'Gomez, "Mimi"\nMaria'), ("2", "Bob")]
    assert reading.table[ROW].to_list() == [2, 4]


def test_empty_lines_are_no_records_and_keep_their_numbers(file: Path) -> None:
    reading = read(file, "id,name\n\n1,Ann\n,\n2,Bob\n\n")
    assert reading.table[ROW].to_list() == [3, 5]


def test_more_empty_cells_than_columns_are_passed_over(file: Path) -> None:
    assert rows(read(file, "id,name\n1,Ann,,\n")) == [("1", "Ann")]


def test_a_column_without_a_name_is_numbered(file: Path) -> None:
    assert read(file, "id,,name\n1,2,Ann\n").table.columns == ["id", "column_2", "name", ROW]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("2", "name", "the row is too short: 1 values under 2 columns"),
        ("2,Bob,Jones", None, "the row is too long: 3 values under 2 columns"),
        ('2,"Bob" Jones', None, "broken quotes"),
        ('2,"Bob', None, "a quote is opened and never closed"),
        ("2,B\0b", "name", "a NUL character"),
        ("2," + "x" * 10_001, "name", "a value of 10,001 characters; at most 10,000 are taken"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_reason_and_the_rest_is_read(
    file: Path, row: str, column: str | None, reason: str
) -> None:
    reading = read(file, f"id,name\n1,Ann\n{row}\n3,Cid\n4,Dot\n")
    assert [values[0] for values in rows(reading)] == ["1", "3", "4"]
    (rejected,) = reading.rejected
    assert (rejected.file, rejected.row, rejected.column) == (str(file), 3, column)
    assert rejected.reason.startswith(reason)
    assert row.startswith(rejected.text[:20])


def test_a_quote_that_is_never_closed_costs_one_row_and_not_the_file(file: Path) -> None:
    lines = [f"{number},Ann" for number in range(2, 3 * LONGEST_RECORD)]
    reading = read(file, "id,name\n" + '1,"Bob\n' + "\n".join(lines) + "\n")
    assert reading.table.height == len(lines)
    assert [one.row for one in reading.rejected] == [2]


def test_a_quote_that_another_one_closes_by_chance_costs_one_row(file: Path) -> None:
    reading = read(file, 'id,name,town\n1,"Bob,Ashton\n2,Ann,Wells\n3,"Cid",Wells\n4,Dot,Wells\n')
    assert [values[0] for values in rows(reading)] == ["2", "3", "4"]
    assert [one.row for one in reading.rejected] == [2]


def test_one_row_that_is_not_utf8_is_an_accident_and_many_are_another_encoding(file: Path) -> None:
    good = "".join(f"{number},Ann\n" for number in range(200)).encode()
    reading = read(file, b"id,name\n" + good + b"x,M\xfcller\n")
    assert [(one.row, one.reason) for one in reading.rejected] == [(202, "this is not UTF-8 text")]
    with pytest.raises(InputError, match="not UTF-8") as refused:
        read(file, b"id,name\n" + good + b"x,M\xfcller\n" * 5)
    assert "iconv" in str(refused.value)


def test_whole_numbers_that_a_program_wrote_with_a_decimal_are_whole(file: Path) -> None:
    assert rows(read(file, "id,year,height\n1,1980.0,1.0\n2,,1.5\n")) == [("1", "1980", "1.0"), ("2", None, "1.5")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,id\n1,2\n", "row 1, column id: two columns have the same name"),
        ("_row,name\n1,Ann\n", "column _row: this cannot be a column's name"),
        ("id," + "x" * 300 + "\n1,2\n", "row 1: there is no header"),
        ("id,na\0me\n1,2\n", "row 1: there is no header"),
    ],
)
def test_a_header_that_names_no_columns_is_refused(file: Path, content: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read(file, content)
    assert said in str(refused.value)
