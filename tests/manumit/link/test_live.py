"""The live index must say what the batch says, on SQLite and on PostgreSQL, whatever was added, changed or deleted."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import polars as pl
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.link.batch import link_batch
from manumit.link.kinds import KINDS
from manumit.link.live import Connection, Index
from manumit.link.model import Model
from manumit.link.normalise import normalise
from tests.manumit.link.strategies import tables
from tests.manumit.link.toy import PEOPLE, toy_model

NO_FLOOR = -1e9
PHONE_CAP = next(key.cap for key in KINDS["person"].keys if key.name == "phone")
Pairs = dict[tuple[str, str], float]


@pytest.fixture(params=["sqlite", "postgresql"])
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    if request.param == "sqlite":
        yield sqlite3.connect(":memory:")
    else:
        with psycopg.connect(request.getfixturevalue("postgres_dsn")) as opened:
            yield opened
            opened.rollback()


def indexed(connection: Connection, rows: list[dict[str, Any]], kind: str = "person") -> Index:
    index = Index(connection, toy_model(kind))
    index.create()
    index.add(rows)
    return index


def live_pairs(index: Index, rows: list[dict[str, Any]]) -> Pairs:
    pairs: Pairs = {}
    for row in rows:
        for found in index.match(row, floor=NO_FLOOR, limit=1000).candidates:
            pairs[min(row["id"], found.id), max(row["id"], found.id)] = found.weight
    return pairs


def batch_pairs(model: Model, rows: list[dict[str, Any]]) -> Pairs:
    compact = normalise(model.kind_name, pl.DataFrame(rows, infer_schema_length=None))
    links = link_batch(compact, model, floor=NO_FLOOR)
    return {(one, other): weight for one, other, weight, _ in links.iter_rows()}


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_live_equals_batch(kind: str, data: st.DataObject) -> None:
    rows = data.draw(tables(kind))
    live = live_pairs(indexed(sqlite3.connect(":memory:"), rows, kind), rows)
    assert live == pytest.approx(batch_pairs(toy_model(kind), rows), abs=1e-6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=tables("person", 5), changes=st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=6))
def test_changes_and_deletions_keep_it_exact(rows: list[dict[str, Any]], changes: list[tuple[int, bool]]) -> None:
    index = indexed(sqlite3.connect(":memory:"), rows)
    known = {row["id"]: row for row in rows}
    for number, stays in changes:
        one = f"m{number % len(rows)}"
        if stays:
            known[one] = {**rows[number % len(rows)], "id": one, "city": "Elsewhere"}
            index.add([known[one]])
        else:
            known.pop(one, None)
            index.delete([one])
    fresh = indexed(sqlite3.connect(":memory:"), list(known.values()))
    assert live_pairs(index, list(known.values())) == live_pairs(fresh, list(known.values()))


def test_each_database_finds_the_same_candidates(connection: Connection) -> None:
    index = indexed(connection, PEOPLE)
    assert live_pairs(index, PEOPLE) == pytest.approx(batch_pairs(index.model, PEOPLE))


def test_loading_many_equals_adding_each(connection: Connection) -> None:
    index = Index(connection, toy_model("person"))
    index.create()
    index.load(normalise("person", pl.DataFrame(PEOPLE[:3], infer_schema_length=None)))
    index.add(PEOPLE[3:])
    assert live_pairs(index, PEOPLE) == pytest.approx(batch_pairs(index.model, PEOPLE))


def test_an_index_opens_again_with_its_model(connection: Connection) -> None:
    index = indexed(connection, PEOPLE)
    again = Index.open(connection, "person")
    assert again.model == index.model
    assert again.match(PEOPLE[0]) == index.match(PEOPLE[0])


def test_opening_where_no_index_is_says_so(connection: Connection) -> None:
    with pytest.raises(InputError, match="no index of kind 'vessel'"):
        Index.open(connection, "vessel")


def test_what_is_rolled_back_was_never_there(connection: Connection) -> None:
    index = indexed(connection, PEOPLE[:1])
    connection.commit()  # type: ignore[attr-defined]
    index.add(PEOPLE[1:])
    connection.rollback()  # type: ignore[attr-defined]
    assert index.match(PEOPLE[1], floor=NO_FLOOR).candidates[0].id == "a"
    assert len(index.match(PEOPLE[2], floor=NO_FLOOR).candidates) == 1
    for table in ("mention", "key", "model"):
        connection.cursor().execute(f"drop table link_person_{table}")
    connection.commit()  # type: ignore[attr-defined]


def test_the_strongest_candidate_comes_first_and_explains_itself() -> None:
    answer = indexed(sqlite3.connect(":memory:"), PEOPLE[1:]).match(PEOPLE[0], floor=NO_FLOOR)
    weights = [candidate.weight for candidate in answer.candidates]
    assert weights == sorted(weights, reverse=True)
    first = answer.candidates[0]
    assert first.waterfall.prior + sum(step.weight for step in first.waterfall.steps) == pytest.approx(first.weight)


def test_a_key_grown_too_common_is_left_out_and_named() -> None:
    crowd = [{"id": str(number), "phone": "505 555 0123"} for number in range(PHONE_CAP)]
    index = indexed(sqlite3.connect(":memory:"), crowd)
    stranger = {"id": "new", "phone": "505 555 0123"}
    assert index.match(stranger, floor=NO_FLOOR) == index.match(stranger, floor=NO_FLOOR)
    assert index.match(stranger, floor=NO_FLOOR).capped == ("a telephone number",)
    index.delete(["0"])
    assert len(index.match(stranger, floor=NO_FLOOR, limit=PHONE_CAP).candidates) == PHONE_CAP - 1


def test_a_hostile_id_is_only_an_id(connection: Connection) -> None:
    row = {**PEOPLE[0], "id": "x'; drop table link_person_key; --"}
    index = indexed(connection, [row])
    assert index.match(PEOPLE[1], floor=NO_FLOOR).candidates[0].id == row["id"]
