"""Python and SQL must answer alike: this is what makes live, batch and Spark weigh a pair alike."""

from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manumit.link.conditions import (
    Absent,
    Among,
    AnyShared,
    Condition,
    Crossed,
    Edits,
    Initial,
    NothingShared,
    Overlap,
    Same,
    Similar,
    Swapped,
    Within,
    either,
    every,
)  # fmt: skip

CONDITIONS: list[Condition] = [
    Same("text"), Crossed("text", "other"), Similar("text", 0.81234567), Similar("text", 0.91234567),
    Swapped("text", "other", 0.81234567), Edits("text", 1), Edits("text", 2), Within("number", 1),
    Overlap("number", "upper", 1), AnyShared("list"), Among("text", "list"), Initial("text"),
    Absent("text"), NothingShared("list"), every(Same("text"), AnyShared("list")),
    either(Same("text"), Within("number", 3)),
]  # fmt: skip
_TEXT = st.none() | st.text("abm1", min_size=1, max_size=7)
_NUMBER = st.none() | st.integers(0, 9)
FIELDS = st.fixed_dictionaries(
    {"text": _TEXT, "other": _TEXT, "number": _NUMBER, "upper": _NUMBER}
    | {"list": st.none() | st.lists(st.text("ab", min_size=1, max_size=2), min_size=1, max_size=3)}
)
TYPES = {"text": "varchar", "other": "varchar", "number": "integer", "upper": "integer", "list": "varchar[]"}


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    columns = ", ".join(f"{name}_{side} {kind}" for name, kind in TYPES.items() for side in "lr")
    connection.execute(f"create table pair ({columns})")
    return connection


@settings(max_examples=60)
@given(pairs=st.lists(st.tuples(FIELDS, FIELDS), min_size=20, max_size=60))
def test_python_and_duckdb_answer_alike(
    database: duckdb.DuckDBPyConnection, pairs: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    database.execute("delete from pair")
    rows = [[side[name] for name in TYPES for side in pair] for pair in pairs]
    database.executemany(f"insert into pair values ({', '.join('?' * len(rows[0]))})", rows)
    questions = ", ".join(f"coalesce({condition.sql('duckdb')}, false)" for condition in CONDITIONS)
    answers = database.execute(f"select {questions} from pair order by rowid").fetchall()
    for (left, right), answer in zip(pairs, answers, strict=True):
        assert tuple(condition.holds(left, right) for condition in CONDITIONS) == answer


@given(FIELDS, FIELDS)
def test_left_and_right_may_change_places(left: dict[str, Any], right: dict[str, Any]) -> None:
    for condition in CONDITIONS:
        assert condition.holds(left, right) == condition.holds(right, left)


def test_similarity_knows_jaro_winkler() -> None:
    assert Similar("text", 0.96).holds({"text": "martha"}, {"text": "marhta"})
    assert not Similar("text", 0.97).holds({"text": "martha"}, {"text": "marhta"})
