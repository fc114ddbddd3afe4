"""The whole account: a range, its warnings, and refusals with reasons."""

import numpy as np
import polars as pl
import pytest

from manumit.estimate.captures import Captures
from manumit.estimate.report import RefusedError, assess, rounded, stepwise_estimate
from manumit.estimate.robustness import hide_each_list, linkage_draws
from manumit.pictures.estimate_page import estimate_page
from manumit.pictures.estimates import table_estimates
from tests.manumit.estimate.tables import published
from tests.manumit.estimate.test_loglinear import counts_of_independent_lists


@pytest.mark.parametrize(
    ("lists", "counts", "reason"),
    [
        (("a", "b"), [5, 5, 5], "2 lists are too few"),
        (("a", "b", "c"), [5, 5, 0, 5, 0, 0, 0], "no person is on two lists"),
        (("a", "b", "c"), [0, 0, 0, 0, 0, 0, 0], "nobody is on any list"),
        (("a", "b", "c"), [5, 0, 5, 0, 5, 0, 0], "no maximum"),
    ],
)
def test_lists_that_cannot_carry_an_estimate_are_refused(
    lists: tuple[str, ...], counts: list[int], reason: str
) -> None:
    with pytest.raises(RefusedError, match=reason):
        assess(Captures(lists, np.array(counts, dtype=np.int64)))


def test_the_account_of_a_published_table() -> None:
    report = assess(published("western_us"), samples=100)
    assert report.low == pytest.approx(2_004, abs=5)
    assert report.headline.startswith("Between about 2,000 and 2,500 people in all, of whom 345 are on a list.")
    assert any("nobody is on both of: A and B; B and E" in said for said in report.warnings)
    assert any("no model stands out" in said for said in report.warnings)
    assert any("times the people seen" in said for said in report.warnings)
    assert len(report.reruns) == 5 + 10
    assert table_estimates(report)["method"].to_list() == [method.name for method in report.methods]


def test_lists_that_are_independent_raise_no_alarm_and_every_method_agrees() -> None:
    report = assess(counts_of_independent_lists(2_000, 0.4, 0.5, 0.6, 0.5), samples=100)
    assert not [said for said in report.warnings if "nobody" in said or "times the people" in said]
    assert (report.low, report.high) == (pytest.approx(2_000, rel=0.02), pytest.approx(2_000, rel=0.02))


def test_a_hidden_list_of_known_size_is_estimated_rightly_where_lists_are_independent() -> None:
    checks = hide_each_list(counts_of_independent_lists(5_000, 0.4, 0.5, 0.6, 0.5), stepwise_estimate)
    assert len(checks) == 4
    assert all(check.ratio == pytest.approx(1, abs=0.02) for check in checks)


def test_links_that_are_certain_give_one_estimate_and_doubtful_ones_a_range() -> None:
    mentions = pl.DataFrame(
        {"id": [f"{source}{n}" for source in "abc" for n in range(60)], "source": [s for s in "abc" for _ in range(60)]}
    )
    pairs = [(f"a{n}", f"b{n}") for n in range(30)] + [(f"b{n}", f"c{n}") for n in range(20, 50)]
    pairs += [(f"a{n}", f"c{n}") for n in range(20, 40)]
    links = pl.DataFrame(pairs, schema=["left", "right"], orient="row").with_columns(probability=pl.lit(1.0))
    certain = linkage_draws(mentions, links, stepwise_estimate, draws=3)
    doubtful = linkage_draws(mentions, links.with_columns(probability=pl.lit(0.7)), stepwise_estimate, draws=30)
    assert len(set(certain)) == 1
    assert doubtful.min() < doubtful.max()
    assert np.median(doubtful) > certain[0]


@pytest.mark.parametrize(("number", "said"), [(11417.9, "11,000"), (4.6, "5"), (99_600, "100,000"), (345, "340")])
def test_estimates_are_told_to_two_digits(number: float, said: str) -> None:
    assert rounded(number) == said


def test_a_page_escapes_what_lists_are_called_and_fetches_nothing() -> None:
    table = Captures(("<script>alert(1)</script>", "b", "c"), np.array([50, 40, 12, 45, 9, 11, 4]))
    page = estimate_page({"How many": assess(table, samples=100, latent=False)})
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/", "")
    assert "<svg" in page
