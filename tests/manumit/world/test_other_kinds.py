import numpy as np
import polars as pl
import pytest

from manumit.world import KINDS
from manumit.world.cultures import cultures
from manumit.world.organisations import organisation
from manumit.world.things import Luck, some_places
from tests.manumit.world.nation import mentions_with_truth, small

_THINGS = [kind for kind in KINDS if kind != "person"]


@pytest.mark.parametrize("kind", _THINGS)
def test_there_are_things_that_look_alike_and_are_not_the_same(kind: str) -> None:
    alike = small().truth(kind).group_by("alike").agg(pl.col(kind).n_unique())
    assert (alike[kind] > 1).any()


def test_sister_companies_share_their_first_words() -> None:
    table = mentions_with_truth("organisation")
    groups = table.group_by("alike").agg(
        pl.col("organisation").n_unique(), pl.col("name").str.to_lowercase().str.slice(0, 4).mode().first()
    )
    assert groups.filter(pl.col("organisation") > 1).height > 20


def test_companies_of_any_people_have_sisters_of_the_same_people() -> None:
    luck, (place,) = Luck(np.random.default_rng(5)), some_places(np.random.default_rng(5), 1)
    peoples = range(len(cultures()))
    elder = [organisation(luck, 0, place, people, None) for people in peoples]
    for people in peoples:
        sisters = [organisation(luck, 1, place, people, one) for one in elder]
        assert [sister["of"] for sister in sisters] == [str(each) for each in peoples]


def test_one_company_is_written_with_and_without_its_legal_form() -> None:
    table = mentions_with_truth("organisation")
    spellings = table.group_by("organisation").agg(pl.col("name").n_unique(), pl.len())
    assert spellings.filter(pl.col("len") > 4)["name"].mean() > 2  # type: ignore[operator]


def test_a_telephone_number_is_written_in_several_notations_of_the_same_digits() -> None:
    phones = mentions_with_truth("contact").filter(pl.col("type") == "phone")
    bare = phones.with_columns(digits=pl.col("value").str.replace(r" x12$", "").str.replace_all(r"\D", "").str.tail(10))
    assert (bare.group_by("contact").agg(pl.col("digits").n_unique())["digits"] == 1).all()
    assert bare["value"].n_unique() > bare["digits"].n_unique()


def test_telephone_numbers_have_codes_that_reach_no_person() -> None:
    numbers = small().mentions()["phone"].drop_nulls().str.replace_all(r"[^0-9]", "")
    clean = numbers.filter(numbers.str.len_chars() == 10)
    codes = clean.str.slice(0, 1).value_counts(sort=True)
    assert codes.row(0)[0] == "5"
    assert codes["count"][0] / clean.len() > 0.97


def test_email_addresses_cannot_exist() -> None:
    emails = small().mentions()["email"].drop_nulls().str.to_lowercase()
    assert emails.str.ends_with(".example").mean() > 0.9  # type: ignore[operator]
