"""The live index must say what the batch says, on SQLite and on PostgreSQL, whatever was added, changed or deleted."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import polars as pl
import psycopg
import pytest
from django.db.utils import ConnectionHandler
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from manumit.errors import InputError
from manumit.link.batch import link_batch
from manumit.link.kinds import KINDS
from manumit.link.live import Connection, Index
from manumit.link.model import Model
from manumit.link.normalise import normalise
from manumit.link.weighing import Scales
from tests.manumit.link.strategies import tables
from tests.manumit.link.toy import PEOPLE, toy_model

NO_FLOOR = -1e9
PHONE_CAP = next(key.cap for key in KINDS["person"].keys if key.name == "phone")
Pairs = dict[tuple[str, str], float]


@pytest.fixture(params=["sqlite", "postgresql", "django on sqlite", "django on postgresql"])
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """Each connection that an index may be given; what is done on it is undone."""
    dsn = request.getfixturevalue("postgres_dsn") if "postgresql" in request.param else None
    if request.param.startswith("django"):
        with request.getfixturevalue("django_db_blocker").unblock(), django_connection(dsn) as opened:
            yield opened
    elif dsn:
        with psycopg.connect(dsn) as plain:
            yield plain
            plain.rollback()
    else:
        yield sqlite3.connect(":memory:")


@contextmanager
def django_connection(dsn: str | None) -> Iterator[Connection]:
    """A connection as Django hands it out, in a transaction."""
    options: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    if dsn:
        said = conninfo_to_dict(dsn)
        options = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": said["dbname"], "HOST": said["host"], "USER": said["user"],
        }  # fmt: skip
    opened = ConnectionHandler({"default": options})["default"]
    begin(opened)
    yield opened
    opened.rollback()
    opened.close()


def begin(connection: Any) -> None:
    """Begin a transaction where Django's own does not begin by itself."""
    if hasattr(connection, "vendor"):
        connection.set_autocommit(True)
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


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
    begin(connection)
    index.add(PEOPLE[1:])
    connection.rollback()  # type: ignore[attr-defined]
    assert index.match(PEOPLE[1], floor=NO_FLOOR).candidates[0].id == "a"
    assert len(index.match(PEOPLE[2], floor=NO_FLOOR).candidates) == 1
    for table in ("mention", "key", "model"):
        connection.cursor().execute(f"drop table link_person_{table}")
    connection.commit()  # type: ignore[attr-defined]


def test_making_an_index_can_be_rolled_back(connection: Connection) -> None:
    Index(connection, toy_model("vessel")).create()
    connection.rollback()  # type: ignore[attr-defined]
    with pytest.raises(InputError, match="no index"):
        Index.open(connection, "vessel")


def test_an_id_that_comes_again_replaces_what_was_known(connection: Connection) -> None:
    index = indexed(connection, PEOPLE[:2])
    index.add([{**PEOPLE[3], "id": "a"}])
    assert index.match(PEOPLE[3], floor=NO_FLOOR).candidates[0].id == "a"
    assert "a" not in [found.id for found in index.match(PEOPLE[1], floor=NO_FLOOR).candidates]


def test_a_mention_without_a_key_can_get_one_and_lose_it(connection: Connection) -> None:
    index = indexed(connection, [{"id": "x"}])
    index.add([{"id": "x", "phone": "505 555 0123"}])
    assert [found.id for found in index.match(PEOPLE[0], floor=NO_FLOOR).candidates] == ["x"]
    index.add([{"id": "x"}])
    assert index.match(PEOPLE[0], floor=NO_FLOOR).candidates == ()


def test_loading_nothing_and_after_loading_adding_is_well(connection: Connection) -> None:
    index = Index(connection, toy_model("person"))
    index.create()
    index.load(normalise("person", pl.DataFrame(PEOPLE, infer_schema_length=None))[:0])
    index.add(PEOPLE[:1])
    index.load(normalise("person", pl.DataFrame(PEOPLE[1:], infer_schema_length=None)))
    index.add([{**PEOPLE[0], "id": "again"}])
    found = index.match(PEOPLE[0], floor=NO_FLOOR).candidates
    assert {"again", "b", "c", "d"} == {candidate.id for candidate in found}


def test_two_who_add_one_id_at_once_leave_it_once(postgres_dsn: str) -> None:
    with psycopg.connect(postgres_dsn) as first, psycopg.connect(postgres_dsn) as second:
        one = Index(first, toy_model("person"), prefix="twice_")
        one.create()
        first.commit()
        one.add([PEOPLE[0]])
        with ThreadPoolExecutor(1) as other_writer:
            waiting = other_writer.submit(Index(second, one.model, prefix="twice_").add, [{**PEOPLE[3], "id": "a"}])
            first.commit()
            waiting.result(timeout=60)
        second.commit()
        found = one.match({**PEOPLE[3], "id": "new"}, floor=NO_FLOOR).candidates
        assert [candidate.id for candidate in found] == ["a"]
        assert found[0].known["given"] == "peter"
        assert one.match({"id": "new", "name": "Maria Gomez"}, floor=NO_FLOOR).candidates == ()
        one.delete(["a"])
        first.rollback()


def test_a_mention_with_hundreds_of_keys_is_looked_up(connection: Connection) -> None:
    phones = " | ".join(f"505 555 {number:04d}" for number in range(700))
    index = indexed(connection, [{"id": "many", "phone": phones}])
    assert index.match({"id": "new", "phone": phones}, floor=NO_FLOOR).candidates[0].id == "many"


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=25)
@given(data=st.data(), floor=st.floats(-40, 40))
def test_scales_weigh_as_the_model_does(kind: str, data: st.DataObject, floor: float) -> None:
    model = toy_model(kind)
    mentions = [model.kind.compact(row) for row in data.draw(tables(kind, 4))]
    for one in mentions:
        scales = Scales(model, one)
        for other in mentions:
            weight = model.weight(one, other)
            assert scales.weight(other) == pytest.approx(weight)
            if abs(weight - floor) > 1e-9:
                assert (scales.weight(other, floor) is None) == (weight < floor)


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


@pytest.mark.parametrize("field", ["email", "name", "phone", "identifier", "birth_date", "address"])
def test_half_of_a_character_breaks_neither_adding_nor_asking(connection: Connection, field: str) -> None:
    broken = {**PEOPLE[0], "id": "broken", field: "a\ud800b@x.org"}
    index = indexed(connection, [broken])
    index.match(broken)
    index.match({**broken, "id": "another"})
