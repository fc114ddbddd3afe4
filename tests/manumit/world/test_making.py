import itertools

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.world import KINDS, make_world, people_of
from manumit.world.record import PERSON_FIELDS
from tests.manumit.world.nation import mentions_with_truth, small


def test_a_small_nation_has_five_thousand_people_and_more_than_twice_as_many_mentions() -> None:
    assert small().truth()["person"].n_unique() == 5_000
    assert 11_000 < small().mentions().height < 16_000


def test_mentions_have_the_canonical_fields_and_nothing_that_tells_the_truth() -> None:
    table = small().mentions()
    assert table.columns == ["id", *PERSON_FIELDS, "agency"]
    assert set(table.dtypes) == {pl.String()}


@pytest.mark.parametrize("kind", KINDS)
def test_truth_covers_every_mention_of_a_kind_once(kind: str) -> None:
    mentions, truth = small().mentions(kind), small().truth(kind)
    assert mentions["id"].is_unique().all()
    assert mentions["id"].to_list() == truth["id"].to_list()
    assert truth[kind].null_count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_things_mentioned_more_than_once(kind: str) -> None:
    counts = small().truth(kind)[kind].value_counts()["count"]
    assert counts.min() == 1
    assert counts.max() >= 5
    assert (counts == 1).mean() > 0.3


def test_ids_of_different_kinds_never_meet() -> None:
    every = pl.concat([small().mentions(kind)["id"] for kind in KINDS])
    assert every.is_unique().all()


def test_the_order_of_rows_and_ids_does_not_follow_the_people() -> None:
    people = small().truth()["person"].str.slice(1).cast(pl.Int64)
    assert abs(people.cast(pl.Float64).to_frame("p").with_row_index().select(pl.corr("p", "index")).item()) < 0.05
    by_id = small().truth().sort("id")["person"].to_list()
    neighbours = sum(one == two for one, two in itertools.pairwise(by_id))
    assert neighbours < 30


@settings(max_examples=3)
@given(people=st.integers(1, 3_000), seed=st.integers(0, 2**40))
def test_the_same_seed_gives_the_same_world_and_a_larger_one_begins_with_it(people: int, seed: int) -> None:
    one, again = (
        make_world(people, seed=seed, kinds=("person",)),
        make_world(people, seed=seed, kinds=("person",)),
    )
    for name, table in one.tables.items():
        assert table.equals(again.tables[name]), name
    larger = make_world(people + 500, seed=seed, kinds=("person",))
    among = larger.truth()["person"].is_in(one.tables["people"]["person"].implode())
    assert larger.truth().filter(among).equals(one.truth())
    assert larger.mentions().filter(among).equals(one.mentions())


def test_the_first_people_are_the_same_over_the_border_of_a_block() -> None:
    small_one, large = (
        make_world(9_990, seed=3, kinds=("person",)),
        make_world(10_020, seed=3, kinds=("person",)),
    )
    assert large.tables["people"].head(9_990).equals(small_one.tables["people"])
    assert large.tables["people"].height == 10_020


def test_other_seeds_give_other_worlds() -> None:
    one, other = make_world(200, seed=1), make_world(200, seed=2)
    assert not one.tables["people"].equals(other.tables["people"])
    assert not set(one.mentions()["id"]) & set(other.mentions()["id"])


def test_the_people_do_not_change_with_the_kinds_asked_for() -> None:
    assert make_world(200, seed=5).mentions().equals(make_world(200, seed=5, kinds=("person",)).mentions())


@pytest.mark.parametrize("scale", ["enormous", 0, -3, 10_000_001, "1.5"])
def test_a_scale_that_is_none_is_refused_with_what_to_do(scale: str | int) -> None:
    with pytest.raises(InputError, match="no world of scale") as refused:
        people_of(scale)
    assert "small" in str(refused.value)


def test_scales_are_names_or_numbers() -> None:
    assert (people_of("small"), people_of(12), people_of("12_000")) == (5_000, 12, 12_000)


def test_progress_is_told_to_the_end() -> None:
    told: list[float] = []
    make_world(10_001, seed=1, kinds=("vessel",), progress=lambda _stage, done: told.append(done))
    assert told == [0.5, 1.0]


def test_each_mention_says_something_of_its_person() -> None:
    table = mentions_with_truth()
    named = table.select(pl.any_horizontal(pl.col("name", "given_name", "family_name").is_not_null())).to_series()
    assert named.mean() > 0.98
