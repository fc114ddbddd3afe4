"""The figures that R and the literature give for published tables."""

import pytest

from manumit.estimate.bootstrap import bootstrap
from manumit.estimate.decomposable import average_decomposable, graph_coefficients
from manumit.estimate.every_model import fit_every_model
from manumit.estimate.loglinear import fit
from manumit.estimate.stepwise import fit_stepwise
from tests.manumit.estimate.tables import published


@pytest.mark.parametrize(
    ("table", "estimate", "low", "high"),
    [
        ("uk_six_lists", 11417.99, 9977.28, 13145.66),
        ("uk_five_lists", 11312.99, 9884.40, 13027.40),
        ("netherlands_six_lists", 111139.4, 92439.9, 133991.5),
        ("netherlands_five_lists", 121521.6, 98675.4, 150138.9),
        ("western_us", 2483.4, 1657.1, 3830.0),
    ],
)
def test_stepwise_gives_what_sparsemse_gives(table: str, estimate: float, low: float, high: float) -> None:
    fitted = fit_stepwise(published(table))
    assert [fitted.estimate, *fitted.wald_interval()] == pytest.approx([estimate, low, high], abs=0.06)


@pytest.mark.parametrize(
    ("table", "estimate"),
    [
        ("uk_six_lists", 12214.0),
        ("uk_five_lists", 13444.1),
        ("netherlands_five_lists", 52923.9),
        ("western_us", 2007.1),
    ],
)
def test_independent_lists(table: str, estimate: float) -> None:
    assert fit(published(table)).estimate == pytest.approx(estimate, abs=0.06)


@pytest.mark.parametrize(
    ("table", "best"), [("uk_five_lists", 22991.33), ("netherlands_five_lists", 48012.7), ("western_us", 2483.4)]
)
def test_the_best_of_all_1024_models_is_that_of_multiplesystemsestimation(table: str, best: float) -> None:
    assert fit_every_model(published(table)).best == pytest.approx(best, abs=0.06)


@pytest.mark.parametrize(
    ("table", "median", "low", "high"),
    [
        ("uk_five_lists", 23016, 10408, 33481),
        ("netherlands_five_lists", 50270, 41616, 203328),
        ("western_us", 2128, 1340, 3868),
    ],
)
def test_averaging_over_decomposable_graphs_gives_what_dga_gives(table: str, median: int, low: int, high: int) -> None:
    averaged = average_decomposable(published(table), points=1_000)
    assert (averaged.median, *averaged.interval()) == (median, low, high)


@pytest.mark.parametrize(("lists", "graphs"), [(3, 7), (4, 60), (5, 821)])
def test_as_many_decomposable_graphs_as_are_known(lists: int, graphs: int) -> None:
    assert len(graph_coefficients(lists)) == graphs


def test_bca_interval_with_the_model_chosen_anew() -> None:
    booted = bootstrap(published("uk_five_lists"), lambda some: fit_stepwise(some).estimate, samples=1_000)
    low, high = booted.interval()
    # Published with 1,000 samples: 9,367 to 15,219.
    assert (low, high) == (pytest.approx(9_367, rel=0.05), pytest.approx(15_219, rel=0.05))
