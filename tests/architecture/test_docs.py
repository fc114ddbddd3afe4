"""The docs know the code: commands, vocabularies, the glossary's names; and no link leads nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from manumit.cli.app import app
from tests.architecture.source import DESK, DOCS, LIBRARY, ROOT, pages

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE_NAME = re.compile(r"`([^`]+)`")


def commands(command: Any, path: str = "manumit") -> Iterator[str]:
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{path} {name}")


def glossary() -> list[list[str]]:
    """The rows of the glossary's table: word, meaning, code name, source."""
    lines = (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if row[0] != "word" and not row[0].startswith("---")]


def test_every_command_is_in_the_docs() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    missing = [name for name in commands(typer.main.get_command(app)) if f"## {name}\n" not in page]
    assert missing == []


def test_every_vocabulary_is_in_the_docs() -> None:
    missing = [file.stem for file in LIBRARY.glob("terms/*.csv") if not (DOCS / "data" / f"{file.stem}.md").exists()]
    assert missing == []


def test_every_word_of_the_glossary_is_whole_and_stands_once() -> None:
    rows = glossary()
    assert all(len(row) == 4 and all(row) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)


def test_every_code_name_of_the_glossary_is_in_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for top in (LIBRARY, DESK) for path in top.rglob("*.py"))
    names = [name for row in glossary() for name in CODE_NAME.findall(row[2])]
    assert names
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", code)] == []


def test_a_word_without_a_code_name_is_marked_as_coming() -> None:
    assert [row[0] for row in glossary() if not CODE_NAME.search(row[2]) and row[2] != "coming"] == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_leads_nowhere(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []
