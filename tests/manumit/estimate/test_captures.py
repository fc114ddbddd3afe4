"""Capture histories from tables and from linked lists, and what is no such table."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.estimate.captures import Captures

TABLE = pl.DataFrame({"police": [1, 1, 0], "shelter": [0, 1, 1], "hotline": [0, 1, 1], "count": [5, 2, 3]})


def test_a_counted_table_and_a_row_for_each_person_are_the_same() -> None:
    by_person = pl.concat([TABLE[n].select(TABLE.columns[:3]) for n in range(3) for _ in range(TABLE["count"][n])])
    one, other = Captures.from_table(TABLE), Captures.from_table(by_person)
    assert one.lists == other.lists == ("police", "shelter", "hotline")
    assert (one.counts == other.counts).all()
    assert one.seen == 10


def test_linked_lists_are_counted_by_cluster() -> None:
    clusters = pl.DataFrame(
        {"cluster_id": [1, 1, 2, 3, 3, 3], "source": ["a", "b", "a", "c", "c", "a"], "id": list("uvwxyz")}
    )
    table = Captures.from_clusters(clusters)
    assert table.lists == ("a", "b", "c")
    assert dict(zip(range(1, 8), table.counts.tolist(), strict=True)) == {1: 1, 2: 0, 3: 1, 4: 0, 5: 1, 6: 0, 7: 0}


def test_chosen_lists_leave_out_who_is_on_others_only() -> None:
    table = Captures.from_table(TABLE, lists=["shelter", "hotline"])
    assert table.seen == 5


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"police": [1, 2, 0]}, "row 3, column police: '2' is neither 0 nor 1"),
        ({"count": [5, -2, 3]}, "row 3, column count: '-2' is no number of people"),
        ({"count": [5, 2, None]}, "row 4, column count"),
        ({"police": [0, 1, 0]}, "row 2: a row is on no list"),
    ],
)
def test_what_is_no_capture_history_is_named_with_its_row(change: dict[str, list[int]], said: str) -> None:
    table = TABLE.with_columns(**{name: pl.Series(values) for name, values in change.items()})
    with pytest.raises(InputError, match=said):
        Captures.from_table(table)


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError, match="column church: there is no such list"):
        Captures.from_table(TABLE, lists=["church", "police"])


@given(counts=st.lists(st.integers(0, 50), min_size=15, max_size=15), number=st.integers(0, 3))
def test_merging_loses_nobody_and_leaving_out_loses_those_on_that_list_alone(counts: list[int], number: int) -> None:
    table = Captures(("a", "b", "c", "d"), np.array(counts, dtype=np.int64))
    assert table.merged(0, 3).seen == table.seen
    assert table.without(number).seen == table.seen - counts[(1 << number) - 1]
