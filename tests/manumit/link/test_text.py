from hypothesis import given
from hypothesis import strategies as st

from manumit.link.text import fold, sound


def test_accents_case_and_apostrophes_do_not_matter() -> None:
    assert fold("Núñez, O’Brien") == fold("NUNEZ O'BRIEN") == ("nunez", "obrien")


def test_other_scripts_are_spelled_in_latin_letters() -> None:
    assert fold("Щербакова") == ("shcherbakova",)
    assert fold("王小明") == ("wang", "xiao", "ming")


def test_invisible_characters_vanish() -> None:
    assert fold("Ma\u200bria\u00ad") == ("maria",)


def test_a_look_alike_letter_inside_a_latin_word_is_mended() -> None:
    assert fold("Mаriа") == ("maria",)  # both a are Cyrillic


def test_a_wholly_cyrillic_word_is_not_taken_for_look_alikes() -> None:
    assert fold("сорока") == ("soroka",)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(" ".join(fold(text))) == fold(text)


@given(st.text())
def test_folded_words_are_plain_letters_and_digits(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in fold(text))


def test_spellings_of_one_spoken_name_sound_alike() -> None:
    for names in (
        ("mhmd", "mohammed", "muhamad"),
        ("katherine", "catherine", "kathryn"),
        ("yusuf", "joseph", "josef"),
    ):
        assert len({sound(name) for name in names}) == 1


def test_different_names_sound_different() -> None:
    assert len({sound(name) for name in ("maria", "peter", "fernandez", "smith", "nguyen")}) == 5
