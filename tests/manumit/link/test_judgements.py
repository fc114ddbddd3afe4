from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.link.judgements import VERDICTS, Settled, checked, read_judgements, settle

IDS = pl.Series(list("abcdef"))
Row = tuple[str, str, str]


def judged(*rows: Row, at: list[str | None] | None = None) -> pl.DataFrame:
    table = pl.DataFrame(rows, schema=["left", "right", "verdict"], orient="row")
    return table.with_columns(by=pl.lit("Ana"), at=pl.Series(at or [None] * len(rows), dtype=pl.String))


def settled(*rows: Row, at: list[str | None] | None = None) -> Settled:
    return settle(judged(*rows, at=at), IDS)


def test_the_last_word_on_a_pair_counts_whichever_way_round_it_is_written() -> None:
    found = settled(("a", "b", "same"), ("c", "d", "unsure"), ("b", "a", "different"))
    assert (found.same, found.different, found.unsure) == ([], [("a", "b")], [("c", "d")])
    assert not found.conflicts


def test_the_moment_outranks_the_place_in_the_table() -> None:
    moments: list[str | None] = ["2025-03-01T09:00:00+02:00", "2025-03-01T08:00:00+00:00", "2025-03-01"]
    rows = (("a", "b", "different"), ("a", "b", "same"), ("a", "b", "unsure"))
    assert settled(*rows, at=moments).same == [("a", "b")]


def test_a_judgement_without_a_moment_is_older_than_any_with_one() -> None:
    assert settled(("a", "b", "same"), ("a", "b", "different"), at=["2025-03-01", None]).same == [("a", "b")]


def test_what_is_withdrawn_is_as_if_never_judged() -> None:
    assert settled(("a", "b", "same"), ("a", "b", "withdrawn")) == Settled([], [], [])


def test_judgements_about_mentions_that_are_not_there_are_reported_and_bind_nothing() -> None:
    found = settled(("a", "z", "same"), ("z", "b", "same"), ("a", "b", "different"))
    assert [str(one) for one in found.unknown] == ["a and z are the same (Ana)", "z and b are the same (Ana)"]
    assert found.different == [("a", "b")]


def test_of_judgements_that_contradict_one_another_the_oldest_is_set_aside_and_the_reasons_named() -> None:
    found = settled(("a", "c", "different"), ("a", "b", "same"), ("c", "b", "same"))
    assert sorted(found.same) == [("a", "b"), ("b", "c")]
    assert found.different == []
    [conflict] = found.conflicts
    assert str(conflict) == (
        "a and c are different (Ana); set aside, because later: a and b are the same (Ana); c and b are the same (Ana)"
    )


def test_a_later_difference_sets_an_older_sameness_aside_also_across_a_chain() -> None:
    found = settled(("a", "d", "same"), ("a", "b", "same"), ("c", "d", "same"), ("c", "b", "different"))
    assert sorted(found.same) == [("a", "b"), ("c", "d")]
    [conflict] = found.conflicts
    assert conflict.set_aside.pair == ("a", "d")
    assert [one.pair for one in conflict.because] == [("a", "b"), ("b", "c"), ("c", "d")]


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.sampled_from(VERDICTS)),
        max_size=14,
    )
)
def test_what_is_settled_never_contradicts_itself_and_every_judgement_holds_or_is_reported(
    rows: list[Row],
) -> None:
    rows = [row for row in rows if row[0] != row[1]]
    found = settled(*rows)
    groups = {name: {name} for name in IDS}
    for left, right in found.same:
        joined = groups[left] | groups[right]
        groups |= dict.fromkeys(joined, joined)
    assert all(right not in groups[left] for left, right in found.different)
    last = {frozenset(row[:2]): row[2] for row in rows}
    held = [frozenset(pair) for pair in (*found.same, *found.different, *found.unsure)]
    aside = [frozenset(one.set_aside.pair) for one in found.conflicts]
    assert sorted(map(sorted, held + aside)) == sorted(sorted(pair) for pair in last if last[pair] != "withdrawn")
    for conflict in found.conflicts:
        alone = settle(pl.DataFrame([conflict.set_aside, *conflict.because]), IDS)
        assert [one.set_aside for one in alone.conflicts] == [conflict.set_aside]


def test_days_and_moments_of_any_zone_are_read_as_moments_in_utc() -> None:
    table = pl.DataFrame({"left": ["a"], "right": ["b"], "verdict": ["Same"], "at": [date(2025, 1, 31)]})
    assert checked(table)["at"].to_list() == [datetime(2025, 1, 31, tzinfo=UTC)]
    text = table.with_columns(at=pl.lit("2025-01-31T14:05:00-05:00"))
    assert checked(text)["at"].to_list() == [datetime(2025, 1, 31, 19, 5, tzinfo=UTC)]


def written(folder: Path, text: str) -> Path:
    path = folder / "j.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_judgements_are_read_from_a_file_with_or_without_who_and_when(tmp_path: Path) -> None:
    short = read_judgements(written(tmp_path, "left,right,verdict\na,b,same\n"))
    assert short.rows() == [("a", "b", "same", None, None)]
    full = read_judgements(written(tmp_path, "at,by,verdict,right,left\n2025-01-31,Ana,unsure,b,a\n"))
    assert full.rows() == [("a", "b", "unsure", "Ana", datetime(2025, 1, 31, tzinfo=UTC))]


@pytest.mark.parametrize(
    ("columns", "row", "said"),
    [
        (
            "left,right",
            "a,b",
            "column verdict: judgements lack this column. What to do: the columns are: left",
        ),
        (
            "left,right,verdict",
            "a,c,maybe",
            "row 3, column verdict: 'maybe' is no verdict. What to do: write one",
        ),
        ("left,right,verdict", "a,b,", "row 3, column verdict: there is no verdict"),
        ("left,right,verdict", ",b,same", "row 3, column left: an id is missing"),
        ("left,right,verdict", "a,,same", "row 3, column right: an id is missing"),
        ("left,right,verdict", "a,a,same", "row 3, column right: a record is judged against itself"),
        ("left,right,verdict,at", "a,b,same,soon", "row 3, column at: 'soon' is no date or moment"),
        ("left,right,verdict", "a,b", "row 3"),
    ],
)
def test_a_row_that_is_no_judgement_is_named_and_nothing_is_passed_over(
    tmp_path: Path, columns: str, row: str, said: str
) -> None:
    sound = "x,y,same,2025-01-31".split(",")[: columns.count(",") + 1]
    path = written(tmp_path, "\n".join((columns, ",".join(sound), row)))
    with pytest.raises(InputError) as raised:
        read_judgements(path)
    assert f"{path}, {said}" in str(raised.value)
