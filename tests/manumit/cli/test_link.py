"""`manumit link`: what it writes, what it prints, and that earlier clusters live on."""

from pathlib import Path

import polars as pl
import pytest

from tests.manumit.cli.conftest import PEOPLE, Manumit


def clusters(path: Path) -> dict[str, str]:
    table = pl.read_csv(path, infer_schema=False)
    return dict(table.select("id", "cluster_id").iter_rows())


def test_records_of_one_person_get_one_cluster(manumit: Manumit, people: Path) -> None:
    ran = manumit("link", "people.csv", "--out", "clusters.csv")
    assert ran.code == 0
    assert "4 records of 3 different people: clusters.csv" in ran.out
    found = clusters(people.with_name("clusters.csv"))
    assert found["1"] == found["2"]
    assert len(set(found.values())) == 3


def test_it_says_what_it_guessed_on_stderr(manumit: Manumit, people: Path) -> None:
    ran = manumit("link", "people.csv", "--out", "clusters.csv")
    assert "family_name <- Surname" in ran.err
    assert "guess" not in ran.out
    assert "<-" not in ran.out


def test_json_is_one_object_and_all_messages_are_elsewhere(manumit: Manumit, people: Path) -> None:
    told = manumit("link", "people.csv", "--out", "clusters.csv", "--json").json
    assert (told["mentions"], told["clusters"], told["rejected"], told["kind"]) == (4, 3, 0, "person")
    assert told["columns"]["people"]["birth_date"] == ["DOB"]
    assert told["quality"] is None


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_the_ending_says_how_it_is_written(manumit: Manumit, people: Path, ending: str) -> None:
    assert manumit("link", "people.csv", "--out", f"c.{ending}").code == 0
    readers = {"parquet": pl.read_parquet, "csv": pl.read_csv, "jsonl": pl.read_ndjson}
    assert readers[ending](people.with_name(f"c.{ending}")).columns == ["id", "cluster_id"]  # type: ignore[operator]


def test_links_hold_weights_and_levels(manumit: Manumit, people: Path) -> None:
    manumit("link", "people.csv", "--out", "c.csv", "--links", "links.parquet")
    links = pl.read_parquet(people.with_name("links.parquet")).sort("weight", descending=True)
    assert links.row(0)[:2] == ("1", "2")
    assert {"weight", "probability", "level_family_name"} <= set(links.columns)


def test_a_column_of_truth_gives_precision_and_recall(manumit: Manumit, tmp_path: Path) -> None:
    rows = PEOPLE.splitlines()
    who = ["who", "a", "a", "b", "c"]
    (tmp_path / "known.csv").write_text("\n".join(f"{row},{one}" for row, one in zip(rows, who, strict=True)))
    ran = manumit("link", "known.csv", "--out", "c.csv", "--truth", "who", "--json")
    assert ran.json["quality"]["pairwise"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert "who" not in str(ran.json["columns"])
    assert "precision" in manumit("link", "known.csv", "--out", "c.csv", "--truth", "who").out


@pytest.mark.parametrize(
    ("ids", "options"),
    [
        (["rec-7-org", "rec-7-dup", "rec-8-org", "rec-9-org"], ["--truth-pattern", r"rec-(\d+)"]),
        (["1", "2", "3", "4"], ["--truth", "phone", "--truth-pattern", r"(\d)$"]),
    ],
)
def test_truth_may_stand_in_a_part_of_the_ids_or_of_a_column(
    manumit: Manumit, tmp_path: Path, ids: list[str], options: list[str]
) -> None:
    table = pl.read_csv(PEOPLE.encode(), infer_schema=False)
    table.with_columns(pl.Series("id", ids)).write_csv(tmp_path / "known.csv")
    told = manumit("link", "known.csv", "--out", "c.csv", *options, "--json").json
    assert told["quality"]["pairwise"]["recall"] == 1.0


def test_ids_that_two_files_share_are_told_apart_and_written_as_they_came(manumit: Manumit, people: Path) -> None:
    people.with_name("police.csv").write_text("id,name,dob\n1,Bob Jones,1970-02-03\n2,Zed Abbot,1961-05-06\n")
    ran = manumit("link", "people.csv", "police.csv", "--out", "c.csv", "--links", "links.csv")
    assert ran.code == 0
    table = pl.read_csv(people.with_name("c.csv"), infer_schema=False)
    named = {(source, one): cluster for one, cluster, source in table.iter_rows()}
    assert named["people", "4"] == named["police", "1"]
    assert named["people", "1"] != named["police", "1"]
    links = pl.read_csv(people.with_name("links.csv"))
    assert ("people:4", "police:1") in links.select("left", "right").rows()


def test_a_judgement_outranks_the_machine(manumit: Manumit, people: Path) -> None:
    people.with_name("judged.csv").write_text("left,right,verdict,by\n1,2,different,me\n3,99,same,me\n")
    ran = manumit("link", "people.csv", "--out", "c.csv", "--judgements", "judged.csv", "--json")
    found = clusters(people.with_name("c.csv"))
    assert found["1"] != found["2"]
    assert len(ran.json["unknown"]) == 1
    assert "99" in ran.err


def test_earlier_clusters_keep_their_ids_and_merged_ones_redirect(manumit: Manumit, people: Path) -> None:
    before = people.with_name("before.csv")
    before.write_text("id,cluster_id\n1,C1\n2,C2\n3,C3\n9,C9\n")
    ran = manumit("link", "people.csv", "--out", "c.csv", "--previous", "before.csv", "--redirects", "r.csv")
    assert ran.code == 0
    found = clusters(people.with_name("c.csv"))
    assert found["1"] == found["2"] == "C1"
    assert found["3"] == "C3"
    assert found["4"] not in {"C1", "C2", "C3", "C9"}
    assert pl.read_csv(people.with_name("r.csv")).rows() == [("C2", "C1")]


def test_clusters_may_be_brought_up_to_date_in_place(manumit: Manumit, people: Path) -> None:
    manumit("link", "people.csv", "--out", "c.csv")
    before = clusters(people.with_name("c.csv"))
    people.write_text(PEOPLE + "0,Maria,Gomez,1980-04-03,521 555 1234\n", encoding="utf-8")
    assert manumit("link", "people.csv", "--out", "c.csv", "--previous", "c.csv").code == 0
    after = clusters(people.with_name("c.csv"))
    assert {one: after[one] for one in before} == before
    assert after["0"] == before["1"]


def test_a_threshold_that_nothing_reaches_merges_nothing(manumit: Manumit, people: Path) -> None:
    told = manumit("link", "people.csv", "--out", "c.csv", "--threshold", "500", "--json").json
    assert told["clusters"] == 4
    assert told["threshold"] == 500


def test_one_record_is_a_cluster_of_its_own(manumit: Manumit, people: Path) -> None:
    people.write_text("id,name\n7,Maria Gomez\n")
    ran = manumit("link", "people.csv", "--out", "c.csv")
    assert ran.code == 0
    assert "nothing to compare" in ran.err
    assert clusters(people.with_name("c.csv")) == {"7": "7"}


def test_a_model_of_ones_own_can_be_trained_and_used(manumit: Manumit, tmp_path: Path) -> None:
    names = "Ann Smith,Maria Gomez,Bob Jones,Zed Abbot,Ida Brook,Karl Winter,Lena Sommer,Olaf Berg".split(",")
    rows = [
        f"{who}-{ending},{','.join(names[who % 8].split())}{ending},19{who // 8 + 50}-0{who % 8 + 1}-11,{who}"
        for who in range(64)
        for ending in ("", "s")
    ]
    (tmp_path / "known.csv").write_text("id,given name,surname,dob,who\n" + "\n".join(rows))
    trained = manumit("link", "train", "known.csv", "--truth", "who", "--name", "mine", "--out", "mine.json", "--json")
    assert trained.code == 0, trained.err
    assert trained.json["model"] == "mine"
    used = manumit("link", "known.csv", "--model", "mine.json", "--out", "c.csv", "--truth", "who", "--json")
    assert used.json["model"] == "mine"
    assert used.json["quality"]["pairwise"]["recall"] > 0.9
    refused = manumit("link", "known.csv", "--kind", "vessel", "--model", "mine.json", "--out", "c.csv")
    assert (refused.code, "--kind person" in refused.err) == (2, True)


def test_what_a_name_holds_cannot_steer_the_terminal(manumit: Manumit, people: Path) -> None:
    people.write_text("id,name,dob\n\x1b[2Ja,Maria Gomez,1980-01-01\nb,Maria Gomez,1980-01-01\n")
    ran = manumit("link", "explain", "\x1b[2Ja", "c", "--in", "people.csv")
    assert ran.code == 2
    assert "\x1b" not in ran.err + ran.out
