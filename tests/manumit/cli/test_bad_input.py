"""Input that cannot be used: said in one line with file, row, column and what to do, before anything is written."""

import os
from pathlib import Path

import pytest

from tests.manumit.cli.conftest import PEOPLE, Manumit


def refuse(manumit: Manumit, *arguments: str) -> str:
    """What is said when a command is refused; nothing may have been written."""
    before = sorted(Path().iterdir())
    ran = manumit(*arguments)
    assert ran.code == 2, ran.err
    assert ran.out == ""
    assert sorted(Path().iterdir()) == before
    last = ran.err.strip().splitlines()[-1]
    assert last.startswith("manumit: ")
    assert "What to do: " in last
    return last


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "people.csv: the file is empty"),
        (b"  \n \n", "people.csv: the file is empty"),
        (b"id,name\n", "people.csv: there are no rows"),
        (
            b"id,name\n1,Ann\n2,Bob\n1,Cid\n",
            "people.csv, row 4, column id: the id '1' stands twice: in row 2 and in row 4",
        ),
        (b"id,name\n,Ann\n,Bob\n", "people.csv, column id: no record has an id"),
        (b"id,name\n1,M\xfcller\n2,Gr\xf6n\n", "people.csv, row 2, column name: this is not UTF-8 text"),
        (b"id,n\xe4me\n1,Ann\n", "people.csv, row 1: this is not UTF-8 text"),
        ("id,name\n1,Ann\n".encode("utf-16"), "people.csv, row 1: this is UTF-16 text"),
        (b"id,name\n1\n2\n", "people.csv, row 2, column name: none of the 2 rows can be used"),
        (b"id,name,name\n1,Ann,Ann\n", "people.csv, row 1, column name: two columns have the same name"),
        (b"a,b\n1,2\n", "people.csv: no column is known to describe a mention of kind person"),
        (b"id,name\n1," + b"x" * 1_000_000 + b"\n", "column name: a value of 1,000,000 characters"),
        (b"PK\x03\x04 and so on", "people.csv: this is a spreadsheet or an archive"),
        (b"PAR1 and so on", "people.csv: this is not a Parquet file"),
        (b"\x00\x01\x02\x03" * 100, "people.csv, row 1: this is not a text file"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(manumit: Manumit, people: Path, content: bytes, said: str) -> None:
    people.write_bytes(content)
    assert said in refuse(manumit, "link", "people.csv", "--out", "c.csv")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["nope.csv", "--out", "c.csv"], "nope.csv: there is no such file"),
        ([".", "--out", "c.csv"], "this is a folder"),
        (["people.csv", "people.csv", "--out", "c.csv"], "people.csv: this file is given twice"),
        (["people.csv", "--out", "nowhere/c.csv"], "nowhere: there is no such folder"),
        (["people.csv", "--out", "c.xlsx"], "c.xlsx: '.xlsx' is not an ending"),
        (["people.csv", "--out", "c"], "c: the name has no ending"),
        (["people.csv", "--out", "people.csv"], "people.csv: this file is asked for twice, or is read"),
        (["people.csv", "--out", "c.csv", "--links", "c.csv"], "c.csv: this file is asked for twice"),
        (["people.csv", "--out", "c.csv", "--redirects", "r.csv"], "--previous"),
        (["people.csv", "--out", "c.csv", "--kind", "ship"], "there is no kind 'ship'"),
        (["people.csv", "--out", "c.csv", "--engine", "flink"], "there is no engine 'flink'"),
        (["people.csv", "--out", "c.csv", "--truth", "who"], "people.csv, column who: there is no such column"),
        (["people.csv", "--out", "c.csv", "--truth-pattern", "x"], "0 groups"),
        (["people.csv", "--out", "c.csv", "--truth-pattern", "("], "is no pattern"),
        (
            ["people.csv", "--out", "c.csv", "--truth-pattern", "rec-(.)"],
            "people.csv, row 2: the pattern does not fit '1'",
        ),
        (["people.csv", "--out", "c.csv", "--map", "family_name=Surnam"], "did you mean 'Surname'?"),
        (["people.csv", "--out", "c.csv", "--map", "colour=Surname"], "a person has no field 'colour'"),
        (["people.csv", "--out", "c.csv", "--map", "Surname"], "write --map FIELD=COLUMN"),
        (["people.csv", "--out", "c.csv", "--previous", "people.csv"], "earlier clusters need an id and a cluster_id"),
        (["people.csv", "--out", "c.csv", "--judgements", "people.csv"], "column left: judgements lack this column"),
        (["people.csv", "--out", "c.csv", "--model", "people.csv"], "people.csv: this is not a model"),
        (["people.csv", "--out", "c.csv", "--model", "nope"], "nope: there is no such model"),
    ],
)
def test_an_option_that_cannot_be_met_is_refused(manumit: Manumit, people: Path, options: list[str], said: str) -> None:
    assert said in refuse(manumit, "link", *options)


def test_a_column_that_none_of_several_files_has_is_refused(manumit: Manumit, people: Path) -> None:
    people.with_name("more.csv").write_text("id,nachname\n8,Gomez\n")
    refuse(manumit, "link", "people.csv", "more.csv", "--out", "c.csv", "--map", "family_name=apellido")
    assert manumit("link", "people.csv", "more.csv", "--out", "c.csv", "--map", "family_name=nachname").code == 0


def test_a_folder_that_may_not_be_written_is_said_before_the_work(
    manumit: Manumit, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode, **how: mode != os.W_OK and may(path, mode, **how))
    assert "you may not write there" in refuse(manumit, "link", "people.csv", "--out", "c.csv")


def test_single_bad_rows_are_set_aside_with_their_reason_and_counted(manumit: Manumit, people: Path) -> None:
    bad = '5,Eve\n6,Eve,Adams,1990-01-01,1,2\n,Ida,Brook,1991-01-01,\n7,"Zed\n8,Zoe,' + "x" * 20_000 + ",1992-02-02,\n"
    people.write_text(PEOPLE + bad, encoding="utf-8")
    told = manumit("link", "people.csv", "--out", "c.csv", "--json").json
    assert (told["mentions"], told["rejected"]) == (4, 5)
    aside = people.with_name("c.rejected.csv").read_text(encoding="utf-8")
    reasons = (
        "people.csv,6,Surname,the row is too short",
        "people.csv,7,,the row is too long",
        "the record has no id",
        "a quote is opened and never closed",
        "a value of 20,000 characters",
    )
    assert [reason for reason in reasons if reason not in aside] == []


def test_rows_set_aside_by_an_earlier_run_do_not_stay(manumit: Manumit, people: Path) -> None:
    people.write_text(PEOPLE + "5,Eve\n", encoding="utf-8")
    manumit("link", "people.csv", "--out", "c.csv")
    people.write_text(PEOPLE, encoding="utf-8")
    manumit("link", "people.csv", "--out", "c.csv")
    assert people.with_name("c.rejected.csv").read_text().splitlines() == ["file,row,column,reason,text"]


def test_a_failure_while_writing_leaves_nothing(
    manumit: Manumit, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("manumit.cli.link.rejected_table", full)
    people.write_text(PEOPLE + "5,Eve\n", encoding="utf-8")
    before = sorted(people.parent.iterdir())
    with pytest.raises(OSError, match="No space"):
        manumit("link", "people.csv", "--out", "c.csv")
    assert sorted(people.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--out", "people.csv"], "people.csv: this is a file"),
        (["--out", "a/b/c"], "there is no such folder"),
        (["--out", "w", "--scale", "huge"], "no world of scale 'huge'"),
        (["--out", "w", "--kind", "ship"], "there is no kind 'ship'"),
    ],
)
def test_a_nation_that_cannot_be_made_is_refused(manumit: Manumit, people: Path, options: list[str], said: str) -> None:
    assert said in refuse(manumit, "world", *options)
