"""What a measurement found reads the same as text, as JSON and in docs/measured.md."""

import json
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.report import BenchReport, Row, machine, write_section


def report(name: str = "toys", ours: float = 2.0) -> BenchReport:
    rows = [
        Row(measure="one match, p99", ours=ours, peer=275.0, unit="ms", runs=1000, note="warm"),
        Row(measure="F1", ours=0.998, peer=0.499, unit="", higher_is_better=True),
        Row(measure="memory", ours=1.5, unit="GB"),
    ]
    return BenchReport(name=name, title=f"The {name}", rows=rows, quick=False, machine={"cores": "2"})


def test_a_ratio_above_one_means_better_whichever_way_the_unit_goes() -> None:
    ratios = [row.ratio for row in report().rows]
    assert ratios == [pytest.approx(137.5), pytest.approx(2.0), None]


def test_the_text_shows_every_row_with_its_ratio() -> None:
    text = report().as_text()
    assert "one match, p99" in text
    assert "137.5x" in text
    assert "2 cores" in text


def test_the_json_is_one_object_with_the_ratios() -> None:
    said = json.loads(report().as_json())
    assert said["name"] == "toys"
    assert said["rows"][0]["ratio"] == pytest.approx(137.5)
    assert said["rows"][2]["ratio"] is None


def test_a_section_is_rewritten_in_place_and_others_stay(tmp_path: Path) -> None:
    page = tmp_path / "measured.md"
    page.write_text("# Measured\n\nHow to read this.\n")
    write_section(page, report("one"))
    write_section(page, report("two"))
    whole = page.read_text()
    write_section(page, report("one", ours=1.0))
    again = page.read_text()
    assert again.startswith("# Measured\n\nHow to read this.\n")
    assert again.index("## The one") < again.index("## The two")
    assert again.count("## The one") == 1
    assert "275x" in again
    assert "275x" not in whole
    write_section(page, report("one"))
    assert page.read_text() == whole


def test_the_facts_of_the_machine_name_what_figures_depend_on() -> None:
    assert {"cores", "memory", "python", "duckdb", "splink"} <= set(machine())


def test_a_name_that_is_not_there_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no_such_thing"]) == 2
    assert "bench/no_such_thing.py" in capsys.readouterr().err
