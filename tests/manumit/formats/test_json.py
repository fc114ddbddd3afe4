"""JSON Lines, one record, and arrays of records."""

from pathlib import Path

import pytest

from manumit.errors import InputError
from manumit.formats.tables import ROW, Reading, read_table


def read(folder: Path, content: str, name: str = "list.jsonl") -> Reading:
    (folder / name).write_text(content, encoding="utf-8")
    return read_table(folder / name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.jsonl", '{"id": "1", "name": "Ann"}\n\n{"id": "2"}\n'),
        ("list.ndjson", '\ufeff{"id": "1", "name": "Ann"}\r\n{"id": "2"}'),
        ("list.json", '[{"id": "1", "name": "Ann"},\n {"id": "2"}]'),
        ("list.json", '{"id": "1", "name": "Ann"}\n{"id": "2"}\n'),
    ],
)
def test_records_are_read_in_all_three_ways(tmp_path: Path, name: str, content: str) -> None:
    assert read(tmp_path, content, name).table.drop(ROW).rows() == [("1", "Ann"), ("2", None)]


def test_one_record_may_run_over_several_lines(tmp_path: Path) -> None:
    assert read(tmp_path, '{\n  "id": "1",\n  "name": "Ann"\n}\n', "one.json").table.drop(ROW).rows() == [("1", "Ann")]


def test_values_of_every_type_become_text(tmp_path: Path) -> None:
    content = '{"number": 7, "share": 0.5, "yes": true, "nothing": null, "names": ["Ann", null, "Anna"], "none": []}'
    assert read(tmp_path, content).table.drop(ROW).rows() == [("7", "0.5", "true", None, "Ann | Anna", None)]


def test_fields_of_fields_become_columns(tmp_path: Path) -> None:
    reading = read(tmp_path, '{"id": 1, "address": {"city": "Wells", "at": {"code": 12}}, "seen": [{"by": "A"}]}')
    assert reading.table.drop(ROW).to_dicts() == [
        {"id": "1", "address.city": "Wells", "address.at.code": "12", "seen": '{"by":"A"}'}
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": 2', "this is not JSON"),
        ("7", "this is no record"),
        ('["id"]', "this is no record"),
        ('{"id": "\\u0000"}', "a NUL character"),
        ('{"id": "' + "x" * 10_001 + '"}', "a value of 10,001 characters"),
        ('{"a": ' * 500 + "1" + "}" * 500, "lists or fields stand in one another too deep"),
    ],
)
def test_a_bad_line_is_set_aside_with_its_reason(tmp_path: Path, line: str, reason: str) -> None:
    reading = read(tmp_path, '{"id": 1}\n' + line + '\n{"id": 3}\n')
    assert reading.table["id"].to_list() == ["1", "3"]
    assert [(one.row, one.reason.startswith(reason)) for one in reading.rejected] == [(2, True)]


def test_a_broken_array_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is not JSON") as refused:
        read(tmp_path, '[{"id": 1},\n {"id": ]', "list.json")
    assert refused.value.row == 2


def test_records_that_have_thousands_of_fields_are_refused(tmp_path: Path) -> None:
    lines = "".join(f'{{"field{number}": 1}}\n' for number in range(2_001))
    with pytest.raises(InputError, match="2,001 columns"):
        read(tmp_path, lines)
