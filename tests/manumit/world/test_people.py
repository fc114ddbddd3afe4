import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manumit.world.cultures import cultures
from manumit.world.households import BLOCK
from manumit.world.letters import latin
from manumit.world.names import names_of
from manumit.world.naming import icelandic_patronymic, slavic_patronymic
from manumit.world.people import make_people
from tests.manumit.world.nation import small


def people() -> pl.DataFrame:
    return small().tables["people"]


def test_siblings_share_a_household_and_a_family_name_but_are_two_people() -> None:
    children = people().filter(pl.col("role") == "child")
    siblings = children.group_by("household").agg(pl.col("person").n_unique(), pl.col("birth_date").n_unique())
    assert siblings.filter(pl.col("person") > 1).height > 200
    assert children["person"].is_unique().all()


def test_twins_are_born_on_one_day_in_one_household() -> None:
    twins = people().filter(pl.col("twin")).select("person", "household", "birth_date")
    others = people().select("household", "birth_date", other="person")
    met = twins.join(others, on=["household", "birth_date"]).filter(pl.col("person") != pl.col("other"))
    assert twins.height > 5
    assert set(twins["person"]) == set(met["person"])


def test_fathers_and_sons_of_one_name_live_together_as_senior_and_junior() -> None:
    juniors = people().filter(pl.col("suffix") == "Jr")
    seniors = people().filter(pl.col("suffix") == "Sr").select("household", "given_name", older="birth_date")
    met = juniors.join(seniors, on=["household", "given_name"])
    assert juniors.height > 10
    assert met.height == juniors.height
    assert (met["birth_date"] > met["older"]).all()


def test_children_are_younger_than_both_parents() -> None:
    older = people().filter(pl.col("role").is_in(["head", "partner"])).select("household", older="birth_date")
    children = people().filter(pl.col("role") == "child").join(older, on="household")
    years = (children["birth_date"] - children["older"]).dt.total_days() / 365.2425
    assert years.min() > 15  # type: ignore[operator]


def test_namesakes_are_different_people_of_different_households_with_one_name() -> None:
    known = people()
    alike = known.filter(pl.col("namesake_of").is_not_null()).join(
        known.select(namesake_of="person", their_household="household", theirs="given_name", family="family_name"),
        on="namesake_of",
    )
    assert alike.height > 50
    assert (alike["household"] != alike["their_household"]).all()
    assert (alike["given_name"] == alike["theirs"]).mean() > 0.9  # type: ignore[operator]


def test_some_namesakes_are_of_one_age() -> None:
    known = people().select(namesake_of="person", theirs="birth_date")
    alike = people().join(known, on="namesake_of")
    apart = (alike["birth_date"] - alike["theirs"]).dt.total_days().abs()
    assert (apart < 366).sum() > 10
    assert (apart == 0).any()


def test_namesakes_are_found_in_other_blocks_too() -> None:
    def names(block: int) -> set[tuple[str, str]]:
        made = make_people(1, block)
        return set(zip(made.given.tolist(), made.family.tolist(), strict=True))

    assert len(names(0) & names(9)) > 50


def test_there_are_people_of_every_culture_and_of_other_centuries() -> None:
    assert people()["culture"].n_unique() == len(cultures())
    old = people().filter("historic")
    assert 0.03 < old.height / 5_000 < 0.15
    assert old["birth_date"].dt.year().min() < 1750  # type: ignore[operator]


def test_ten_thousand_people_have_thousands_of_family_names() -> None:
    assert len(set(make_people(1, 0).family)) > 3_000


@settings(max_examples=6)
@given(st.integers(0, 2**30), st.integers(0, 1_000))
def test_everybody_has_a_name_and_no_one_is_born_after_now(seed: int, block: int) -> None:
    made = make_people(seed, block)
    assert len(made) == BLOCK
    assert (made.given != "").all()
    assert (made.family != "").all()
    assert (made.birth <= np.floor((made.year_now - 1970) * 365.2425)).all()


def test_women_of_slavic_families_bear_the_womens_form() -> None:
    russian = next(culture for culture in cultures() if culture.key == "russian")
    men, women = names_of(russian).family
    forms = dict(zip(men.native.tolist(), women.native.tolist(), strict=True))
    assert forms["Иванов"] == "Иванова"


@pytest.mark.parametrize(
    ("father", "woman", "name"),
    [
        ("Иван", False, "Иванович"),
        ("Иван", True, "Ивановна"),
        ("Сергей", True, "Сергеевна"),
        ("Никита", False, "Никитич"),
    ],
)
def test_russians_have_a_middle_name_from_the_father(father: str, woman: bool, name: str) -> None:
    assert slavic_patronymic(father, woman) == name


def test_icelanders_are_named_after_the_father() -> None:
    assert icelandic_patronymic("Jón", False) == "Jónsson"
    assert icelandic_patronymic("Sigurður", True) == "Sigurðsdóttir"
    assert icelandic_patronymic("Árni", False) == "Árnason"


@pytest.mark.parametrize(
    ("native", "written"),
    [("王伟", "Wangwei"), ("अभय शर्मा", "Abhay Sharma"), ("Юлия", "Yuliya"), ("Ólafur", "Ólafur")],
)
def test_native_names_are_written_in_latin_letters(native: str, written: str) -> None:
    assert latin(native) == written if native != "Ólafur" else latin(native).isascii()
