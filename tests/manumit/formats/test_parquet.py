"""Parquet files, whatever types their columns have."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from manumit.errors import InputError
from manumit.formats.tables import ROW, Reading, read_table


def read(folder: Path, frame: pl.DataFrame) -> Reading:
    frame.write_parquet(folder / "list.parquet")
    return read_table(folder / "list.parquet")


def test_values_of_every_plain_type_become_text(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "text": [" Ann ", "N/A", ""],
            "whole": [1, None, 3],
            "year": [1980.0, None, float("nan")],
            "share": [0.5, 1.0, None],
            "yes": [True, False, None],
            "born": [date(1980, 4, 3), None, date(1, 1, 1)],
            "midnight": [datetime(1980, 4, 3), None, None],  # noqa: DTZ001
            "moment": [datetime(1980, 4, 3, 12, 30, tzinfo=UTC), None, None],
            "clock": [time(12, 30), None, None],
            "price": [Decimal("1.50"), None, None],
            "kind": pl.Series(["a", "b", None], dtype=pl.Categorical),
            "names": [["Ann", None, "Anna"], [], None],
            "nothing": [None, None, None],
        }
    )
    first, second, _ = read(tmp_path, frame).table.drop(ROW).to_dicts()
    assert first == {
        "text": "Ann", "whole": "1", "year": "1980", "share": "0.5", "yes": "true", "born": "1980-04-03",
        "midnight": "1980-04-03", "moment": first["moment"], "clock": first["clock"], "price": "1.50", "kind": "a",
        "names": "Ann | Anna", "nothing": None,
    }  # fmt: skip
    assert str(first["moment"]).startswith("1980-04-03 12:30")
    assert (second["text"], second["year"], second["yes"], second["kind"]) == (None, None, "false", "b")


def test_fields_of_fields_become_columns_and_bytes_are_left_out(tmp_path: Path) -> None:
    frame = pl.DataFrame({"id": ["1"], "address": [{"city": "Wells", "at": {"code": 12}}], "photo": [b"\x89PNG"]})
    reading = read(tmp_path, frame)
    assert reading.table.drop(ROW).to_dicts() == [{"id": "1", "address.city": "Wells", "address.at.code": "12"}]
    assert reading.left_out == ("photo",)


def test_bad_rows_are_set_aside_with_their_reason(tmp_path: Path) -> None:
    reading = read(tmp_path, pl.DataFrame({"id": ["1", "2", "3"], "name": ["Ann", "B\0b", "x" * 10_001]}))
    assert reading.table["id"].to_list() == ["1"]
    said = [(one.row, one.column, one.reason[:14]) for one in reading.rejected]
    assert said == [(2, "name", "a NUL characte"), (3, "name", "a value of 10,")]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pl.DataFrame({"id": []}, schema={"id": pl.String}), "there are no rows"),
        (pl.DataFrame({"photo": [b"1"]}), "no column holds plain values"),
        (pl.DataFrame({ROW: ["1"]}), "cannot be a column's name"),
    ],
)
def test_a_file_without_records_is_refused(tmp_path: Path, frame: pl.DataFrame, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, frame)


def test_a_file_whose_name_looks_like_a_pattern_is_itself(tmp_path: Path) -> None:
    pl.DataFrame({"id": ["1"]}).write_parquet(tmp_path / "list[1]*.parquet")
    assert read_table(tmp_path / "list[1]*.parquet").table.height == 1


def test_a_small_file_of_very_many_rows_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.csv"  # whatever it is called
    pl.DataFrame({"text": pl.repeat("night", 1_000_000, eager=True)}).write_parquet(path)
    assert path.stat().st_size < 20_000
    monkeypatch.setattr(pl, "read_parquet", lambda *_, **__: pytest.fail("it was unpacked"))
    with pytest.raises(InputError, match="1,000,000 rows; at most 20,000 are taken at once"):
        read_table(path, most_rows=20_000)
