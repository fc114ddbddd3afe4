"""Why two records belong together, and one new record against all that are indexed."""

from pathlib import Path

import polars as pl
import pytest

from tests.manumit.cli.conftest import Manumit

RECORD = '{"given_name": "Maria",\n "surname": "Gomez",\n "dob": "1980-04-03"}\n'


def test_a_pair_is_explained_in_words_as_data_and_as_a_picture(manumit: Manumit, people: Path) -> None:
    said = manumit("link", "explain", "1", "2", "--in", "people.csv")
    assert said.code == 0
    assert "day and month swapped" in said.out
    told = manumit("link", "explain", "1", "2", "--in", "people.csv", "--svg", "why.svg", "--json").json
    assert told["weight"] == pytest.approx(told["prior"] + sum(step["weight"] for step in told["steps"]))
    assert people.with_name("why.svg").read_text(encoding="utf-8").startswith("<svg")


def test_an_explanation_weighs_as_the_link_does(manumit: Manumit, people: Path) -> None:
    manumit("link", "people.csv", "--out", "c.csv", "--links", "links.parquet")
    told = manumit("link", "explain", "2", "1", "--in", "people.csv", "--json").json
    links = pl.read_parquet(people.with_name("links.parquet"))
    assert links.filter(left="1", right="2")["weight"].item() == pytest.approx(told["weight"], abs=1e-6)


def test_a_record_that_is_not_there_is_said(manumit: Manumit, people: Path) -> None:
    refused = manumit("link", "explain", "1", "99", "--in", "people.csv")
    assert (refused.code, "there is no record '99'" in refused.err) == (2, True)


def test_an_id_that_two_files_share_is_asked_for_with_its_file(manumit: Manumit, people: Path) -> None:
    people.with_name("police.csv").write_text("id,name\n1,Bob Jones\n")
    files = ["--in", "people.csv", "--in", "police.csv"]
    assert "people:1 or police:1" in manumit("link", "explain", "1", "4", *files).err
    assert manumit("link", "explain", "people:4", "police:1", *files).code == 0


def test_a_new_record_is_matched_with_what_was_indexed(manumit: Manumit, people: Path) -> None:
    people.with_name("record.json").write_text(RECORD)
    assert "4 mentions" in manumit("link", "index", "people.csv", "--db", "people.db").out
    told = manumit("link", "match", "record.json", "--against", "people.db", "--json").json
    assert {one["id"] for one in told["candidates"]} == {"1", "2"}
    assert "same birth date" in manumit("link", "match", "record.json", "--against", "people.db").out
    people.with_name("record.json").write_text('{"name": "Nobody Known", "dob": "1811-01-01"}')
    assert "nobody known" in manumit("link", "match", "record.json", "--against", "people.db").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["match", "record.json", "--against", "nope.db"], "there is no such index"),
        (["match", "record.json", "--against", "people.csv"], "the database cannot be used"),
        (["match", "people.csv", "--against", "people.db"], "there are 4 records"),
        (
            ["match", "record.json", "--against", "people.db", "--kind", "vessel", "--map", "name=surname"],
            "no index of kind 'vessel'",
        ),
        (["index", "people.csv", "--db", "people.csv"], "'.csv' is not an ending"),
        (["index", "people.csv", "--db", "nowhere/p.db"], "there is no such folder"),
        (["train", "people.csv", "--out", "m.json"], "4 records are too few"),
    ],
)
def test_what_cannot_be_done_is_refused(manumit: Manumit, people: Path, arguments: list[str], said: str) -> None:
    people.with_name("record.json").write_text(RECORD)
    manumit("link", "index", "people.csv", "--db", "people.db")
    ran = manumit("link", *arguments)
    assert (ran.code, said in ran.err) == (2, True), ran.err


def test_an_index_that_fails_leaves_the_old_one(
    manumit: Manumit, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    record = people.with_name("record.json")
    record.write_text(RECORD)
    manumit("link", "index", "people.csv", "--db", "old.db")
    monkeypatch.setattr("manumit.link.live.Index.load", stop)
    assert manumit("link", "index", "people.csv", "--db", "old.db").code == 130
    assert manumit("link", "index", "people.csv", "--db", "new.db").code == 130
    assert not people.with_name("new.db").exists()
    assert len(manumit("link", "match", "record.json", "--against", "old.db", "--json").json["candidates"]) == 2
