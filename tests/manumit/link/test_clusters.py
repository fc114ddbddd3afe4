"""Clusters follow the judgements always, the input's order never, and keep their ids."""

from itertools import combinations, pairwise
from math import sin
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.link.clusters import MISSING, Clustering, cluster
from manumit.link.judgements import VERDICTS, settle

THRESHOLD = 2.0
IDS = "abcdefgh"
Link = tuple[str, str, float]
Judged = tuple[str, str, str]

pairs_of_ids = st.sampled_from(list(combinations(IDS, 2)))
weights = st.floats(-12, 25)


def unequal(found: dict[tuple[str, str], float]) -> list[Link]:
    """The same links, no two with the same weight: which of equals goes first is not what is tested."""
    return [(left, right, weight + sin(ord(left) * 26 + ord(right)) / 100) for (left, right), weight in found.items()]


some_links = st.dictionaries(pairs_of_ids, weights, max_size=20).map(unequal)
some_judgements = st.lists(st.tuples(pairs_of_ids, st.sampled_from(VERDICTS)), max_size=6).map(
    lambda rows: [(left, right, verdict) for (left, right), verdict in rows]
)


def links(rows: list[Link]) -> pl.DataFrame:
    schema = {"left": pl.String, "right": pl.String, "weight": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def judgements(rows: list[Judged]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(("left", "right", "verdict"), pl.String), orient="row")


def clustered(found: list[Link], judged: list[Judged] | None = None, ids: str = IDS, **more: Any) -> Clustering:
    return cluster(list(ids), links(found), judgements(judged or []), threshold=THRESHOLD, **more)


def parts(clusters: pl.DataFrame) -> set[str]:
    """Each cluster as its mentions' ids in one string."""
    return {"".join(sorted(ids)) for ids in clusters.group_by("cluster_id").agg("id")["id"].to_list()}


def table(**clusters: str) -> pl.DataFrame:
    rows = [(member, name) for name, members in clusters.items() for member in members]
    return pl.DataFrame(rows, schema={"id": pl.String, "cluster_id": pl.String}, orient="row")


def names(clusters: pl.DataFrame) -> dict[str, str]:
    return {name: "".join(sorted(ids)) for name, ids in clusters.group_by("cluster_id").agg("id").iter_rows()}


# The rule


def test_mentions_that_all_agree_are_one_cluster_and_others_stay_alone() -> None:
    assert parts(clustered([("a", "b", 9), ("b", "c", 8), ("a", "c", 7), ("d", "e", 1.9)]).clusters) == {
        "abc", "d", "e", "f", "g", "h",
    }  # fmt: skip


def test_a_link_at_the_threshold_merges() -> None:
    assert "ab" in parts(clustered([("a", "b", THRESHOLD)]).clusters)


def test_a_record_that_says_little_joins_by_one_strong_link() -> None:
    found = [
        ("a", "b", 15.0),
        ("a", "c", 14.0),
        ("b", "c", 16.0),
        ("c", "d", 9.0),
        ("a", "d", 0.0),
        ("b", "d", -1.0),
    ]
    assert "abcd" in parts(clustered(found).clusters)


def test_father_and_son_stay_apart_though_one_record_fits_both() -> None:
    found = [
        ("a", "b", 15.0),
        ("c", "d", 15.0),
        ("b", "c", 6.0),
        ("a", "c", -8.0),
        ("a", "d", -9.0),
        ("b", "d", -7.0),
    ]
    assert {"ab", "cd"} <= parts(clustered(found).clusters)


def test_a_chain_of_weak_links_does_not_hold() -> None:
    chain = [(left, right, THRESHOLD + 1.0) for left, right in pairwise(IDS)]
    assert max(map(len, parts(clustered(chain).clusters))) <= 3


def test_a_record_that_fits_several_clusters_does_not_glue_them_together() -> None:
    found = [("a", "b", 15.0), ("c", "d", 15.0)] + [(one, "e", 4.0 + place) for place, one in enumerate("abcd")]
    assert {"ab", "cde"} <= parts(clustered(found).clusters)


@given(some_links)
def test_the_result_is_that_of_merging_the_best_two_each_time(found: list[Link]) -> None:
    surplus = {frozenset(link[:2]): link[2] - THRESHOLD for link in found}
    expected = [frozenset(one) for one in IDS]

    def mean(pair: tuple[frozenset[str], frozenset[str]]) -> float:
        between = [surplus.get(frozenset((one, other)), -MISSING) for one in pair[0] for other in pair[1]]
        return sum(between) / len(between)

    while (best := max(combinations(expected, 2), key=mean, default=None)) and mean(best) >= 0:
        expected = [one for one in expected if one not in best] + [best[0] | best[1]]
    assert parts(clustered(found).clusters) == {"".join(sorted(one)) for one in expected}


@given(st.data(), some_links, some_judgements)
def test_the_order_of_the_input_changes_nothing(data: st.DataObject, found: list[Link], judged: list[Judged]) -> None:
    turned = [
        (right, left, weight) if data.draw(st.booleans()) else (left, right, weight) for left, right, weight in found
    ]
    ids = "".join(data.draw(st.permutations(IDS)))
    mixed = clustered(data.draw(st.permutations(turned)), judged, ids=ids).clusters
    assert mixed["id"].to_list() == list(ids)
    assert mixed.sort("id").equals(clustered(found, judged).clusters)


def test_links_that_concern_nobody_here_or_say_nothing_are_passed_over() -> None:
    found = [("a", "z", 9.0), ("a", "a", 9.0), ("b", "c", float("nan")), ("d", "e", 9.0), ("e", "d", -9.0)]
    assert parts(clustered(found).clusters) == {"a", "b", "c", "de", "f", "g", "h"}


def test_no_mentions_and_no_links_are_no_clusters() -> None:
    assert clustered([], ids="").clusters.is_empty()


@pytest.mark.parametrize(("ids", "said"), [(["a", "b", "a"], "'a' stands twice"), (["a", None], "no id")])
def test_ids_have_to_be_there_and_unique(ids: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        cluster(pl.Series(ids, dtype=pl.String), links([]), threshold=0)


# Judgements


@given(some_links, some_judgements)
def test_judgements_always_hold(found: list[Link], judged: list[Judged]) -> None:
    result = clustered(found, judged)
    where = dict(result.clusters.iter_rows())
    settled = settle(judgements(judged), pl.Series(list(IDS)))
    assert all(where[left] == where[right] for left, right in settled.same)
    assert all(where[left] != where[right] for left, right in settled.different)
    assert result.conflicts == settled.conflicts


def test_people_outrank_any_weight() -> None:
    found = [("a", "b", 99.0), ("c", "d", -99.0)]
    assert {"a", "b", "cd"} <= parts(clustered(found, [("a", "b", "different"), ("c", "d", "same")]).clusters)


def test_between_two_judged_different_the_others_go_where_they_fit_best() -> None:
    found = [(left, right, 9.0 + place) for place, (left, right) in enumerate(combinations("abcd", 2))]
    assert {"a", "bcd"} <= parts(clustered(found, [("a", "d", "different")]).clusters)


def test_a_pair_that_a_person_is_unsure_of_is_not_merged_by_its_own_link() -> None:
    assert {"a", "b"} <= parts(clustered([("a", "b", 30.0)], [("a", "b", "unsure")]).clusters)


def test_a_pair_that_a_person_is_unsure_of_may_meet_through_a_third() -> None:
    found = [("a", "b", 30.0), ("a", "c", 9.0), ("b", "c", 9.0)]
    assert "abc" in parts(clustered(found, [("a", "b", "unsure")]).clusters)


def test_what_people_put_together_is_weighed_as_one() -> None:
    found = [("a", "c", 5.0), ("b", "c", -9.0)]
    assert "ac" in parts(clustered(found).clusters)
    assert {"ab", "c"} <= parts(clustered(found, [("a", "b", "same")]).clusters)


def test_unknown_ids_in_judgements_are_reported() -> None:
    [unknown] = clustered([], [("a", "z", "same")]).unknown
    assert unknown.pair == ("a", "z")


@given(some_links, some_judgements, pairs_of_ids, st.sampled_from(VERDICTS))
def test_taking_a_judgement_back_restores_the_clusters(
    found: list[Link], judged: list[Judged], pair: tuple[str, str], verdict: str
) -> None:
    judged = [row for row in judged if row[:2] != pair]
    before = clustered(found, judged)
    between = clustered(found, [*judged, (*pair, verdict)], previous=before.clusters)
    after = clustered(found, [*judged, (*pair, verdict), (*pair, "withdrawn")], previous=between.clusters)
    assert parts(after.clusters) == parts(before.clusters)


# Only what was touched


@given(st.data(), some_links, some_judgements, some_links, some_judgements)
def test_clustering_again_what_was_touched_is_clustering_everything(
    data: st.DataObject, old: list[Link], old_judged: list[Judged], new: list[Link], more: list[Judged]
) -> None:
    before = clustered(old, old_judged, ids=IDS[: data.draw(st.integers(0, len(IDS)))])
    now = data.draw(st.sets(st.sampled_from(new))) if new else set()
    kept = [link for link in old if data.draw(st.booleans()) and link[:2] not in {one[:2] for one in now}]
    found, judged = [*kept, *now], old_judged + more
    ids = "".join(sorted(data.draw(st.sets(st.sampled_from(IDS), min_size=1))))
    touched = {end for link in set(old) ^ set(found) for end in link[:2]} | {end for row in more for end in row[:2]}
    some = clustered(found, judged, ids=ids, previous=before.clusters, touched=touched)
    every = clustered(found, judged, ids=ids, previous=before.clusters)
    assert parts(every.clusters) == parts(clustered(found, judged, ids=ids).clusters)
    assert some.clusters.equals(every.clusters)
    assert some.redirects.equals(every.redirects)


def test_what_was_not_touched_is_not_looked_at() -> None:
    found = [("a", "b", 9.0), ("c", "d", 9.0)]
    kept = clustered(found, previous=table(a="ab", c="c", d="d", rest="efgh"), touched=["a"]).clusters
    assert {"c", "d", "efgh"} <= parts(kept)


# Ids that live on


def test_without_clusters_from_before_the_smallest_id_names_a_cluster() -> None:
    assert names(clustered([("b", "c", 9.0)], ids="abc").clusters) == {"a": "a", "b": "bc"}


def test_a_cluster_that_grows_keeps_its_id() -> None:
    found = clustered([("a", "b", 9.0), ("a", "c", 9.0), ("b", "c", 9.0)], ids="abc", previous=table(K="bc"))
    assert names(found.clusters) == {"K": "abc"}
    assert found.redirects.is_empty()


def test_of_clusters_that_merge_the_larger_keeps_its_id_and_the_other_redirects() -> None:
    found = clustered([("a", "b", 9.0)], [("b", "c", "same")], ids="abc", previous=table(X="a", Y="bc"))
    assert names(found.clusters) == {"Y": "abc"}
    assert found.redirects.rows() == [("X", "Y")]


def test_of_equal_clusters_that_merge_the_smaller_id_lives_on() -> None:
    found = clustered([("a", "b", 9.0)], ids="ab", previous=table(Y="a", X="b"))
    assert (names(found.clusters), found.redirects.rows()) == ({"X": "ab"}, [("Y", "X")])


def test_a_split_leaves_the_id_with_the_larger_part() -> None:
    found = clustered([("b", "c", 9.0)], ids="abc", previous=table(K="abc"))
    assert names(found.clusters) == {"K": "bc", "a": "a"}


def test_a_new_id_is_never_one_that_another_cluster_bears() -> None:
    found = clustered([("b", "c", 9.0)], ids="abc", previous=table(a="abc"))
    assert names(found.clusters) == {"a": "bc", "a~2": "a"}


def test_a_cluster_whose_mentions_are_all_gone_redirects_nowhere() -> None:
    found = clustered([], ids="ab", previous=table(a="a", b="b", c="c"))
    assert (names(found.clusters), found.redirects.rows()) == ({"a": "a", "b": "b"}, [])


def test_an_id_lives_again_when_a_merge_is_taken_back() -> None:
    before = clustered([("a", "b", 9.0), ("c", "d", 9.0)])
    merged = clustered([("a", "b", 9.0), ("c", "d", 9.0)], [("a", "c", "same")], previous=before.clusters)
    assert merged.redirects.rows() == [("c", "a")]
    judged = [("a", "c", "same"), ("a", "c", "withdrawn")]
    after = clustered([("a", "b", 9.0), ("c", "d", 9.0)], judged, previous=merged.clusters)
    assert after.clusters.equals(before.clusters)


@given(some_links, some_links, st.sets(st.sampled_from(IDS), min_size=1))
def test_ids_are_stable(old: list[Link], new: list[Link], ids: set[str]) -> None:
    before = clustered(old).clusters
    result = clustered(new, ids="".join(sorted(ids)), previous=before)
    after, was = names(result.clusters), names(before)
    assert len(after) == len(parts(result.clusters))
    for name, members in after.items():
        assert name not in was or set(was[name]) & set(members)
        if members in was.values():
            assert was[name] == members
    gone = {name for name, members in was.items() if name not in after and set(members) & ids}
    assert set(result.redirects["old_id"]) == gone
    assert set(result.redirects["new_id"]) <= set(after)


def test_clustering_tells_how_far_it_is() -> None:
    told: list[float] = []
    clustered([("a", "b", 9.0), ("b", "c", 8.0)], progress=lambda _, done: told.append(done))
    assert told == sorted(told)
    assert told[-1] == 1.0
