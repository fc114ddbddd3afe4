import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.link.names import Name, read_name


def whole(text: str) -> Name:
    return read_name(text, None, None, None, None)


@pytest.mark.parametrize(
    ("text", "given", "family"),
    [
        ("Maria Elena Gomez", "maria", "gomez"),
        ("GOMEZ, Maria Elena", "maria", "gomez"),
        ("Maria Elena GOMEZ LOPEZ", "maria", "gomez"),
        ("Dr. John Smith Jr.", "john", "smith"),
        ("Juan de la Cruz", "juan", "cruz"),
        ("王小明", "xiaoming", "wang"),
        ("김 철수", "cheolsu", "gim"),
        ("Mononym", "mononym", None),
    ],
)
def test_a_name_in_one_string_is_taken_apart(text: str, given: str, family: str | None) -> None:
    name = whole(text)
    assert (name.given, name.family) == (given, family)


def test_the_generation_suffix_is_kept_apart() -> None:
    assert whole("John Smith Jr.").suffix == "jr"
    assert whole("Smith, John III").suffix == "iii"
    assert read_name(None, "John", None, "Smith Sr", None).suffix == "sr"


def test_every_word_of_every_name_is_held_aliases_too() -> None:
    name = read_name(None, "Maria", "Elena", "Gomez Lopez", "La Flaca; Mary Jones")
    assert set(name.words) >= {"maria", "elena", "gomez", "lopez", "flaca", "mary", "jones"}


def test_a_second_family_name_and_a_middle_name_are_further_names() -> None:
    assert read_name(None, "Maria Elena", None, "Gomez Lopez", None).middle == ("elena", "lopez")


def test_a_digit_scanned_for_a_letter_is_mended() -> None:
    assert whole("R0bert 5mith") == whole("Robert Smith")


@given(*[st.none() | st.text(max_size=30)] * 5)
def test_no_text_breaks_a_name(a: str | None, b: str | None, c: str | None, d: str | None, e: str | None) -> None:
    name = read_name(a, b, c, d, e)
    assert name.words == tuple(sorted(set(name.words)))
