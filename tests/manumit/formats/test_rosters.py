"""Rosters as three departments keep them: read, or refused row by row with the reason; nothing is lost."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.formats.rosters import Roster, read_roster, rows_of

TODAY = date(2026, 3, 2)


def workbook(path: Path, rows: list[list[Any]], *, merged: list[tuple[int, int, int, int, str]] = ()) -> Path:  # type: ignore[assignment]
    """An .xlsx with one sheet of these rows; merged cells as (first row, first column, last row, last column, text)."""
    with xlsxwriter.Workbook(path) as book:
        sheet, days = book.add_worksheet("Roster"), book.add_format({"num_format": "mm/dd/yyyy"})
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, days)
                elif value is not None:
                    sheet.write(number, place, value)
        for first_row, first, last_row, last, text in merged:
            sheet.merge_range(first_row, first, last_row, last, text)
    return path


def people(roster: Roster) -> list[dict[str, str]]:
    return [{field: value for field, value in row.items() if field != "sheet"} for _, row in rows_of(roster)]


def test_titles_above_the_header_and_totals_below_are_no_people(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["Department of Examples"],
            ["Training roster, fiscal year 2026"],
            [],
            ["First Name", "Last Name", "Agency", "Date Completed"],
            ["Ana", "Ruiz", "Border County", date(2026, 1, 15)],
            ["Ben", "Oak", "Rail", date(2026, 1, 16)],
            ["Total: 2"],
        ],
    )
    roster = read_roster(path, latest=TODAY)
    assert people(roster) == [
        {"given_name": "Ana", "family_name": "Ruiz", "agency": "Border County", "attended_date": "2026-01-15"},
        {"given_name": "Ben", "family_name": "Oak", "agency": "Rail", "attended_date": "2026-01-16"},
    ]
    assert [(one.row, one.reason) for one in roster.reading.rejected] == [(7, "a total, not a person")]


def test_two_header_rows_with_a_merged_one_above(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "b.xlsx",
        [
            [None, None, "Email", "Score", None],
            ["First", "Last", None, "Pre-test", "Post-test"],
            ["Ana", "Ruiz", "ana@example.org", 60, "85%"],
        ],
        merged=[(0, 0, 0, 1, "Participant"), (0, 3, 0, 4, "Score")],
    )
    assert people(read_roster(path)) == [
        {
            "given_name": "Ana",
            "family_name": "Ruiz",
            "email": "ana@example.org",
            "score_before": "60",
            "score_after": "85",
        }
    ]


def test_a_merged_value_counts_for_every_row_that_it_covers(tmp_path: Path) -> None:
    rows = [["Course", "Participant", "Email"], [None, "Ruiz, Ana", "a@x.org"], [None, "Oak, Ben", "b@x.org"]]
    path = workbook(tmp_path / "c.xlsx", rows, merged=[(1, 0, 2, 0, "Signs of trafficking")])
    assert [one["course"] for one in people(read_roster(path))] == ["Signs of trafficking"] * 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_in_the_encodings_that_departments_use(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "d.csv"
    path.write_text("Nombre;Apellidos;Agencia\nJosé;Núñez;Policía\n", encoding=encoding)
    assert people(read_roster(path)) == [{"given_name": "José", "family_name": "Núñez", "agency": "Policía"}]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("Ana,Ruiz,13/45/2025,80", "attended_date", "'13/45/2025' is no date"),
        ("Ana,Ruiz,02/30/2025,80", "attended_date", "'02/30/2025' is no date"),
        ("Ana,Ruiz,01/01/2099,80", "attended_date", "cannot be the day of a training"),
        ("Ana,Ruiz,01/01/1901,80", "attended_date", "cannot be the day of a training"),
        ("Ana,Ruiz,01/05/2025,good", "score_after", "'good' is no number"),
        (",,01/05/2025,80", "name", "no name and no e-mail address"),
        ("12,13,01/05/2025,80", "name", "a number where the name should be"),
        ("First Name,Last Name,Date,Post test", None, "the header again"),
    ],
)
def test_a_row_that_is_no_person_is_set_aside_with_its_reason(
    tmp_path: Path, row: str, column: str | None, reason: str
) -> None:
    path = tmp_path / "e.csv"
    path.write_text(f"First Name,Last Name,Date,Post test\nBen,Oak,01/05/2025,70\n{row}\n", encoding="utf-8")
    roster = read_roster(path, latest=TODAY)
    assert len(people(roster)) == 1
    rejected = roster.reading.rejected[0]
    assert (rejected.row, rejected.column) == (3, column)
    assert reason in rejected.reason


def test_several_sheets_are_one_roster_and_a_sheet_of_notes_is_none(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("January", "February"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Name", "Email"])
            sheet.write_row(1, 0, [f"Somebody {name}", f"{name}@example.org"])
        book.add_worksheet("Notes").write_row(0, 0, ["Bring coffee"])
    roster = read_roster(path)
    assert set(roster.columns) == {"January", "February"}
    assert len(people(roster)) == 2


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "just words\n"])
def test_a_file_that_is_no_roster_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "g.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"empty|no header"):
        read_roster(path)


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "h.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(InputError, match="no workbook"):
        read_roster(path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_no_bytes_crash_the_reader(tmp_path: Path, data: bytes) -> None:
    for name in ("x.csv", "x.xlsx", "x.xls"):
        path = tmp_path / name
        path.write_bytes(data)
        try:
            read_roster(path)
        except InputError:
            continue


CELLS = st.text(st.characters(codec="utf-8", exclude_characters='\r\n,"\0', exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12))
def test_every_row_is_a_person_or_set_aside(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    path = tmp_path / "k.csv"
    text = "\n".join(",".join(row) for row in [("First name", "Last name", "Email"), *rows])
    path.write_text(text, encoding="utf-8")
    filled = sum(any(cell.strip() for cell in line.split(",")) for line in text.split("\n")[1:])
    try:
        reading = read_roster(path).reading
    except InputError:
        return
    assert reading.table.height + len(reading.rejected) == filled


def test_a_time_of_day_beside_the_day_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("Name,Date\nAna Ruiz,1/5/2026 14:00\nBen Oak,2026-01-05T14:00\n", encoding="utf-8")
    assert [one["attended_date"] for one in people(read_roster(path))] == ["2026-01-05"] * 2


def test_a_person_whose_job_is_named_like_a_column_is_a_person(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("Name,Job title,Agency\nAna Ruiz,Position,Office\n", encoding="utf-8")
    assert len(people(read_roster(path))) == 1
