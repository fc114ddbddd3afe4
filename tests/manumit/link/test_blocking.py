from itertools import combinations

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manumit.link.blocking import keys_of, pairs_sql
from manumit.link.kinds import KINDS
from manumit.link.normalise import normalise
from tests.manumit.link.strategies import tables


def pairs_in_sql(kind: str, compact: pl.DataFrame) -> set[tuple[int, int]]:
    connection = duckdb.connect()
    connection.register("mentions", compact.with_columns(pl.int_range(pl.len()).alias("number")).to_arrow())
    query = f"select join_key_l, join_key_r from ({pairs_sql(KINDS[kind], 'duckdb', 'mentions')})"
    return set(connection.execute(query).fetchall())


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=15)
@given(data=st.data())
def test_sql_pairs_are_those_that_share_a_key(kind: str, data: st.DataObject) -> None:
    compact = normalise(kind, pl.DataFrame(data.draw(tables(kind)), infer_schema_length=None))
    keys = [set(keys_of(KINDS[kind], row)) for row in compact.iter_rows(named=True)]
    expected = {(i, j) for i, j in combinations(range(len(keys)), 2) if keys[i] & keys[j]}
    assert pairs_in_sql(kind, compact) == expected


def test_a_key_that_too_many_share_is_left_out() -> None:
    cap = KINDS["contact"].keys[0].cap
    rows = [{"id": str(number), "value": "a@b.org"} for number in range(cap + 1)]
    compact = normalise("contact", pl.DataFrame(rows))
    assert len(pairs_in_sql("contact", compact[:cap])) == cap * (cap - 1) // 2
    assert pairs_in_sql("contact", compact) == set()
