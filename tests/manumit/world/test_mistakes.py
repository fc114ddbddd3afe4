import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.world import ERRORS
from manumit.world.cultures import cultures
from manumit.world.dates import KINDS, LAYOUTS, mistaken, parts, written
from manumit.world.geography import postcode, shortened
from manumit.world.mistakes import MISTAKES, respelled
from manumit.world.other_kinds import imo_of, vin_of
from tests.manumit.world.nation import mentions_with_truth, small

luck = st.floats(0, 1, exclude_max=True)


@given(st.text(min_size=1, max_size=30), luck, luck)
def test_any_mistake_can_be_made_in_any_word(word: str, where: float, what: float) -> None:
    for name, mistake, _ in MISTAKES:
        wrong = mistake(word, where, what)
        assert isinstance(wrong, str), name
        assert len(wrong) <= 3 * len(word) + 4, name


@given(st.sampled_from(["Katharina", "McDonald", "O'Brien", "Nguyen", "José María"]), luck, luck)
def test_mistakes_leave_words_recognisable(word: str, where: float, what: float) -> None:
    for name, mistake, _ in MISTAKES:
        if name not in ("look-alike letters", "cut short", "garbled encoding"):
            assert len(set(mistake(word, where, what).lower()) & set(word.lower())) >= len(set(word.lower())) - 3


@pytest.mark.parametrize(
    ("name", "group", "spellings"),
    [
        ("Mohammed", "arabic", {"Mohammed", "Muhammad", "Mohamed", "Mohammad", "Mohamad", "Muhammed"}),
        ("Zhang", "chinese", {"Chang", "Jang", "Zheung", "Cheung", "Zhank", "Zhang"}),
        ("Müller", "german", {"Mueller"}),
    ],
)
def test_names_are_respelled_by_the_rules_of_their_language(name: str, group: str, spellings: set[str]) -> None:
    assert {respelled(name, group, place / 7, place / 7) for place in range(7)} <= spellings


@given(st.text(max_size=12), st.sampled_from(sorted({culture.spelling for culture in cultures()})), luck, luck)
def test_any_name_can_be_respelled_in_any_language(name: str, group: str, where: float, what: float) -> None:
    assert isinstance(respelled(name, group, where, what), str)


@given(st.lists(st.integers(-110_000, 20_000), min_size=1, max_size=30), st.integers(0, 2**32))
def test_wrong_dates_are_dates_of_the_calendar(days: list[int], seed: int) -> None:
    year, month, day = parts(np.array(days, dtype=np.int64))
    wrong = mistaken(np.random.default_rng(seed), year, month, day, np.ones(len(days), dtype=bool))
    for y, m, d in zip(*(part.tolist() for part in wrong), strict=True):
        np.datetime64(f"{y:04d}-{m:02d}-{d:02d}")


def test_dates_not_marked_wrong_stay_as_they_are() -> None:
    year, month, day = parts(np.arange(0, 9_000, 7, dtype=np.int64))
    same = mistaken(np.random.default_rng(1), year, month, day, np.zeros(len(year), dtype=bool))
    assert all((one == two).all() for one, two in zip(same, (year, month, day), strict=True))
    assert len(KINDS) == 10


def test_each_layout_writes_its_own_example() -> None:
    count = len(LAYOUTS)
    date = [np.full(count, part, dtype=np.int64) for part in (1985, 3, 12)]
    made = written(date[0], date[1], date[2], np.arange(count), np.ones(count))
    assert made.tolist() == list(LAYOUTS)


def test_every_kind_of_error_is_made_somewhere() -> None:
    bits = mentions_with_truth()["errors"].to_numpy()
    made = {name for place, name in enumerate(ERRORS) if (bits >> place & 1).any()}
    assert made == set(ERRORS)


def test_most_mentions_have_no_misspelling_and_some_have_several() -> None:
    bits = small().truth()["errors"].to_numpy() & ((1 << len(MISTAKES)) - 1)
    counts = np.array([int(value).bit_count() for value in bits])
    assert 0.5 < (counts == 0).mean() < 0.85
    assert (counts >= 3).any()


def test_states_write_their_own_kinds_of_postcode() -> None:
    assert [postcode(state, 1234) for state in range(6)] == [postcode(state + 6, 1234) for state in range(6)]
    assert len({len(postcode(state, 1234)) for state in range(6)}) >= 4


def test_streets_have_short_forms() -> None:
    assert shortened("12 North Ashton Street") == "12 N Ashton St"


def test_check_digits_are_right() -> None:
    assert imo_of(907472) == "9074729"
    assert vin_of("1M8GDM9A_KP042788".replace("_", "X")) == "1M8GDM9AXKP042788"
