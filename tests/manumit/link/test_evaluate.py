from itertools import combinations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.link.evaluate import Quality, evaluate


def quality(clusters: str, truth: str) -> Quality:
    """Of mentions numbered in order, one letter each for its cluster and its subject."""
    ids = [f"m{number}" for number in range(len(clusters))]
    return evaluate(
        pl.DataFrame({"id": ids, "cluster_id": list(clusters)}, schema={"id": pl.String, "cluster_id": pl.String}),
        pl.DataFrame({"id": ids, "truth": list(truth)}, schema={"id": pl.String, "truth": pl.String}),
    )


def test_perfect_clusters_have_full_marks_whatever_they_are_called() -> None:
    found = quality("ppqqr", "xxyyz")
    assert {score.f1 for score in (found.pairwise, found.cluster, found.bcubed)} == {1.0}


def test_the_three_ways_of_counting_on_a_worked_example() -> None:
    found = quality("aaabbc", "xxyyyz")
    assert (found.pairwise.precision, found.pairwise.recall) == (2 / 4, 2 / 4)
    assert (found.cluster.precision, found.cluster.recall, found.cluster.f1) == (1 / 3, 1 / 3, 1 / 3)
    assert found.bcubed.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1 + 1) / 6)
    assert found.bcubed.recall == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3 + 1) / 6)
    assert (found.mentions, found.clusters, found.subjects) == (6, 3, 3)


def test_merging_nothing_is_precise_and_finds_no_pair() -> None:
    found = quality("abcd", "xxyz")
    assert (found.pairwise.precision, found.pairwise.recall, found.pairwise.f1) == (1.0, 0.0, 0.0)
    assert (found.cluster.precision, found.cluster.recall) == (2 / 4, 2 / 3)


def test_no_mentions_at_all_are_nothing_to_get_wrong() -> None:
    assert quality("", "").as_dict()["bcubed"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_only_mentions_whose_subject_is_known_count() -> None:
    clusters = pl.DataFrame({"id": ["1", "2", "3", "4"], "cluster_id": ["a", "a", "a", "b"]})
    truth = pl.DataFrame({"id": ["1", "2", "4"], "person": ["x", "x", None]})
    assert evaluate(clusters, truth).as_dict() == quality("aa", "xx").as_dict()


def test_truth_that_does_not_say_which_column_it_is_in_is_refused() -> None:
    clusters = pl.DataFrame({"id": ["1"], "cluster_id": ["a"]})
    with pytest.raises(InputError, match="one more"):
        evaluate(clusters, pl.DataFrame({"id": ["1"], "person": ["x"], "household": ["h"]}))


def test_quality_is_told_as_text() -> None:
    assert quality("aab", "xxy").as_text().splitlines() == [
        "            precision   recall       F1",
        "pairwise       1.0000   1.0000   1.0000",
        "by cluster     1.0000   1.0000   1.0000",
        "B-cubed        1.0000   1.0000   1.0000",
        "3 mentions in 2 clusters; truly 2 subjects",
    ]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=10))
def test_counting_by_table_is_counting_pairs_and_sets_one_by_one(rows: list[tuple[str, str]]) -> None:
    clusters, truth = "".join(one for one, _ in rows), "".join(other for _, other in rows)
    found = quality(clusters, truth)

    def pairs(labels: str) -> set[tuple[int, int]]:
        return {pair for pair in combinations(range(len(labels)), 2) if labels[pair[0]] == labels[pair[1]]}

    def sets(labels: str) -> set[frozenset[int]]:
        return {frozenset(place for place, other in enumerate(labels) if other == one) for one in labels}

    for score, of in ((found.pairwise, pairs), (found.cluster, sets)):
        guessed, true = of(clusters), of(truth)
        assert score.precision == (len(guessed & true) / len(guessed) if guessed else 1.0)
        assert score.recall == (len(guessed & true) / len(true) if true else 1.0)
