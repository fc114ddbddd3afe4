"""What the pages say to type works as they say."""

import re
import shlex
from pathlib import Path

import pytest

from manumit.world.making import SCALES
from tests.architecture.source import DOCS, ROOT
from tests.manumit.cli.conftest import PEOPLE, Manumit

BLOCK = re.compile(r"```(sh|python)\n(.*?)```", re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    return [code for name, code in BLOCK.findall(page.read_text(encoding="utf-8")) if name == language]


def commands(page: Path) -> list[list[str]]:
    """The arguments of each `manumit` that a page shows."""
    lines = [line for code in blocks(page, "sh") for line in code.splitlines() if line.startswith(".venv/bin/manumit")]
    return [shlex.split(line, comments=True)[1:] for line in lines]


@pytest.mark.parametrize("page", [DOCS / "start.md", ROOT / "README.md"], ids=lambda page: page.name)
def test_every_command_that_a_page_shows_can_be_typed(
    manumit: Manumit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Path
) -> None:
    monkeypatch.setitem(SCALES, "small", 60)
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "shelter.csv").write_text("id,name,dob\nA,Maria Gomez,1980-04-03\nC,Ann Smith,1990-01-01\n")
    (tmp_path / "police.jsonl").write_text('{"id": "B", "given_name": "María", "surname": "Gómez"}\n')
    (tmp_path / "cases.jsonl").write_text('{"id": "B", "given_name": "María", "surname": "Gómez"}\n')
    (tmp_path / "new.json").write_text('{"name": "Maria Gomez"}')
    shown = commands(page)
    assert shown
    ended = {shlex.join(arguments): manumit(*arguments) for arguments in shown}
    assert {command: ran.err for command, ran in ended.items() if ran.code} == {}


def test_the_code_that_developers_are_shown_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("id,name,birth_date\n1,Maria Gomez,1980-04-03\n2,Maria Gómez,1980-04-03\n")
    shown = blocks(DOCS / "roles" / "developer.md", "python")
    assert shown
    for code in shown:
        exec(compile(code, "developer.md", "exec"), {"__name__": "shown"})
    assert "same family name" in capsys.readouterr().out
