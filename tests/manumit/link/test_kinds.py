from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.link.kinds import KINDS, kind_named
from manumit.link.normalise import normalise
from tests.manumit.link.strategies import raw_mentions


def same(kind: str, one: dict[str, str], other: dict[str, str], comparison: str) -> str:
    """The words for how two mentions compare in one respect."""
    compared = next(each for each in KINDS[kind].comparisons if each.name == comparison)
    return compared.words(compared.level_of(KINDS[kind].compact(one), KINDS[kind].compact(other)))


@pytest.mark.parametrize("kind", list(KINDS))
@given(data=st.data())
def test_any_mention_becomes_the_fields_of_the_schema(kind: str, data: st.DataObject) -> None:
    compact = KINDS[kind].compact(data.draw(raw_mentions(kind)))
    assert list(compact) == list(KINDS[kind].schema)
    assert all(value is None or value for value in compact.values() if not isinstance(value, int))


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_mention_that_says_nothing_is_all_absent(kind: str) -> None:
    assert set(KINDS[kind].compact({}).values()) == {None}


@pytest.mark.parametrize("kind", list(KINDS))
def test_keys_and_comparisons_read_fields_that_exist(kind: str) -> None:
    schema = KINDS[kind].schema
    assert {part.field for key in KINDS[kind].keys for part in key.parts} <= set(schema)
    assert set(KINDS[kind].compared_fields) <= set(schema)
    assert {field for one in KINDS[kind].comparisons for field in one.shows} <= set(schema)


def test_a_table_keeps_its_ids_and_order() -> None:
    raw = pl.DataFrame({"id": ["z", "a"], "name": ["Ann Lee", "Bo Li"]})
    assert normalise("person", raw)["id"].to_list() == ["z", "a"]
    assert normalise("person", raw[:0]).height == 0


def test_an_unknown_kind_names_the_kinds_there_are() -> None:
    with pytest.raises(InputError, match="use one of: person, organisation"):
        kind_named("dragon")


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("1980-03-04", "1980-04-03", "birth date with day and month swapped"),
        ("1980-03-14", "1880-03-14", "birth date in another century"),
        ("1980-03-14", "1980-03-15", "birth date one digit off"),
        ("1980-03-14", "1980", "same year of birth"),
        ("1980-03-14", "1967-11-29", "born at different times"),
    ],
)
def test_birth_dates_err_as_clerks_err(one: str, other: str, words: str) -> None:
    assert same("person", {"birth_date": one}, {"birth_date": other}, "birth") == words


def test_an_age_agrees_with_a_birth_date() -> None:
    aged: dict[str, str] = {"age": "40", "age_date": "2020-06-01"}
    assert same("person", aged, {"birth_date": "1979-08-01"}, "birth") == "ages agree"
    assert same("person", aged, {"birth_date": "1950-08-01"}, "birth") == "born at different times"


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("Bill", "William", "one is short for the other"),
        ("محمد", "Mohammed", "given name sounds alike"),
        ("Александр", "Alexander", "given name sounds alike"),
        ("J", "John", "given name's initial"),
        ("Peter", "Gloria", "different given names"),
    ],
)
def test_given_names_vary_as_people_vary_them(one: str, other: str, words: str) -> None:
    assert same("person", {"given_name": one}, {"given_name": other}, "given_name") == words


def test_swapped_names_and_maiden_names_stand_among_the_others_names() -> None:
    married: dict[str, str] = {"given_name": "Ana", "family_name": "Smith", "other_names": "Ana Ruiz"}
    assert (
        same("person", married, {"family_name": "Ruiz"}, "family_name") == "family name among the other's further names"
    )
    swapped: dict[str, str] = {"given_name": "Ruiz", "family_name": "Ana"}
    straight: dict[str, str] = {"given_name": "Ana", "family_name": "Ruiz"}
    assert same("person", swapped, straight, "given_name") == "given and family name swapped"


def test_identifiers_of_different_types_say_nothing() -> None:
    assert (
        same("person", {"identifier": "ssn:123456789"}, {"identifier": "mrn:555"}, "identifier")
        == "not known on both sides"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Textiles Co., Ltd.", "ACME TEXTILES COMPANY LIMITED"),
        ("Frutas del Valle S.A. de C.V.", "Frutas Valle SA de CV"),
        ("OOO Romashka", "Ромашка"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("The Smith & Sons, LLC", "Smith and Sons"),
    ],
)
def test_an_organisation_is_the_same_under_any_legal_form(one: str, other: str) -> None:
    assert same("organisation", {"name": one}, {"name": other}, "name") == "same name"


def test_a_plate_is_the_same_when_look_alike_characters_are_mistaken() -> None:
    assert same("vehicle", {"plate": "ABC-012"}, {"plate": "abc O12"}, "plate") == "same plate"


def test_a_ship_is_the_same_with_or_without_its_prefix() -> None:
    assert same("vessel", {"name": "M/V Lucky Star"}, {"name": "LUCKY STAR"}, "name") == "same name"


def test_a_street_is_the_same_under_its_abbreviation() -> None:
    one: dict[str, Any] = {"address": "1200 Central Avenue NW"}
    assert same("place", one, {"address": "1200 Central Ave. NW"}, "street") == "same street"
