"""A table is read in bulk, and says the same as each of its rows read alone."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manumit.link import normalise as bulk
from manumit.link.kinds import KINDS
from manumit.link.normalise import normalise
from tests.manumit.link.strategies import tables


def alone(kind: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": row["id"], **KINDS[kind].compact(row)} for row in rows]


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=25)
@given(data=st.data())
def test_a_table_is_read_as_its_rows_are(kind: str, data: st.DataObject) -> None:
    rows = data.draw(tables(kind))
    table = normalise(kind, pl.DataFrame(rows, infer_schema_length=None))
    assert table.to_dicts() == alone(kind, rows)
    assert dict(table.schema) == {"id": pl.String, **KINDS[kind].schema}


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_table_without_a_kinds_columns_is_all_absent(kind: str) -> None:
    assert normalise(kind, pl.DataFrame({"id": ["a", "b"]})).to_dicts() == alone(kind, [{"id": "a"}, {"id": "b"}])


def test_a_long_table_is_read_in_chunks_and_in_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 3)
    monkeypatch.setattr(bulk, "PARALLEL_FROM", 5)
    names = ["Ann Lee", "Bo Li", "Ann Lee", None, "Cy Doe", "Bo Li", "Dee Poe"]
    raw = pl.DataFrame({"id": list("abcdefg"), "name": names})
    done: list[float] = []
    table = normalise("person", raw, workers=2, progress=lambda _, part: done.append(part))
    assert table.to_dicts() == alone("person", raw.to_dicts())
    assert done == [pytest.approx(1 / 3), pytest.approx(2 / 3), 1.0]


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_readings_of_a_kind_give_each_field_once(kind: str) -> None:
    given_fields = [field for reading in KINDS[kind].readings for field in reading.gives]
    assert sorted(given_fields) == sorted(KINDS[kind].schema)
