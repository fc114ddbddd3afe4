"""One model: fitted well where it can be, refused where it cannot."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manumit.estimate.captures import Captures
from manumit.estimate.every_model import fit_every_model
from manumit.estimate.loglinear import faults_of, fit, is_sound
from manumit.estimate.profile import profile_interval
from manumit.estimate.stepwise import fit_stepwise
from tests.manumit.estimate.tables import published

THREE = ("a", "b", "c")


def counts_of_independent_lists(people: float, *caught: float) -> Captures:
    """The expected counts when each list catches each person by chance, rounded."""
    lists = len(caught)
    histories = (np.arange(1, 1 << lists)[:, None] >> np.arange(lists) & 1).astype(bool)
    shares = np.where(histories, caught, 1 - np.array(caught)).prod(axis=1)
    return Captures(tuple("abcdefgh"[:lists]), np.round(people * shares).astype(np.int64))


def test_independent_lists_give_back_the_number_of_people() -> None:
    assert fit(counts_of_independent_lists(1_000_000, 0.1, 0.2, 0.3)).estimate == pytest.approx(1_000_000, rel=1e-4)


def test_two_lists_give_petersens_estimate() -> None:
    table = Captures(("a", "b"), np.array([60, 80, 20]))
    assert fit(table).estimate == pytest.approx((60 + 20) * (80 + 20) / 20)


def test_a_fit_has_the_totals_of_the_data() -> None:
    table = published("uk_six_lists")
    fitted = fit(table, table.pairs[:4])
    for number in range(len(table.lists)):
        on_list = table.histories[:, number][fitted.kept]
        assert fitted.expected[on_list].sum() == pytest.approx(table.counts[fitted.kept][on_list].sum())


def test_a_pair_that_never_overlaps_is_left_out_of_the_fit() -> None:
    table = published("uk_six_lists")
    never = next(pair for pair, people in zip(table.pairs, table.overlaps, strict=True) if people == 0)
    fitted = fit(table, [never])
    assert fitted.empty == (never,)
    assert fitted.parameters == fit(table).parameters + 1
    assert not fitted.kept[table.on_both(never)].any()


def test_all_pairs_of_three_lists_with_one_empty_cannot_be_told_apart() -> None:
    table = Captures(THREE, np.array([10, 10, 5, 10, 5, 0, 0]))
    assert faults_of(table, table.pairs)
    assert not is_sound(fit(table, table.pairs))


@settings(max_examples=60)
@given(counts=st.lists(st.integers(0, 30), min_size=15, max_size=15), chosen=st.sets(st.integers(0, 5)))
def test_what_counts_as_sound_is_what_the_linear_programme_says(counts: list[int], chosen: set[int]) -> None:
    table = Captures(("a", "b", "c", "d"), np.array(counts, dtype=np.int64))
    pairs = [table.pairs[number] for number in chosen]
    assert is_sound(fit(table, pairs)) == (not faults_of(table, pairs))


@settings(max_examples=15)
@given(counts=st.lists(st.integers(1, 60), min_size=15, max_size=15))
def test_every_model_together_is_each_model_alone(counts: list[int]) -> None:
    table = Captures(("a", "b", "c", "d"), np.array(counts, dtype=np.int64))
    every = fit_every_model(table)
    for estimate, bic, held in zip(every.estimates[:8], every.bic, every.pairs, strict=False):
        alone = fit(table, [pair for pair, is_held in zip(table.pairs, held, strict=True) if is_held])
        assert (estimate, bic) == (pytest.approx(alone.estimate, rel=1e-6), pytest.approx(alone.bic, rel=1e-9))


@settings(max_examples=25)
@given(counts=st.lists(st.integers(0, 40), min_size=7, max_size=7), order=st.permutations([0, 1, 2]))
def test_the_order_of_the_lists_does_not_matter(counts: list[int], order: list[int]) -> None:
    table = Captures(THREE, np.array(counts, dtype=np.int64))
    if table.seen == 0 or faults_of(table, ()):
        return
    numbers = table.histories[:, order].astype(np.int64) @ (1 << np.arange(3))
    turned = np.zeros(8, dtype=np.int64)
    turned[numbers] = table.counts
    again = Captures(tuple(THREE[place] for place in order), turned[1:])
    assert fit(again).estimate == pytest.approx(fit(table).estimate, rel=1e-7)


def test_a_profile_interval_holds_the_estimate_and_is_near_the_walds() -> None:
    fitted = fit_stepwise(published("western_us"))
    low, high = profile_interval(fitted)
    assert low < fitted.estimate < high
    assert (low, high) == pytest.approx(fitted.wald_interval(), rel=0.06)
