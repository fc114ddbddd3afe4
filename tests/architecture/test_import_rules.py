"""The import contracts of pyproject.toml must fail when they are broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An empty house with the floors of the real one, under the real contracts."""
    package = tmp_path / "src" / "manumit"
    for room in ("terms", "formats", "link", "leads", "trade", "pictures", "world", "cli"):
        (package / room).mkdir(parents=True)
        (package / room / "__init__.py").write_text("")
    for module in ("__init__", "errors", "progress"):
        (package / f"{module}.py").write_text("")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return package


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=house.parents[1],
        env={**os.environ, "PYTHONPATH": str(house.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_house_that_keeps_the_rules_passes(house: Path) -> None:
    (house / "cli" / "__init__.py").write_text("import manumit.link, manumit.world, manumit.errors\n")
    assert lint(house).returncode == 0


@pytest.mark.parametrize(
    ("room", "statement", "broken"),
    [
        ("terms", "import manumit.link", "The floors"),
        ("link", "from manumit import pictures", "The floors"),
        ("trade", "import manumit.leads", "The floors"),
        ("link", "import socket", "no network"),
        ("formats", "import requests", "no network"),
        ("link", "import django.db", "knows no desk"),
    ],
)
def test_a_broken_rule_is_found(house: Path, room: str, statement: str, broken: str) -> None:
    (house / room / "__init__.py").write_text(f"{statement}\n")
    found = lint(house)
    assert found.returncode == 1
    assert broken in next(line for line in found.stdout.splitlines() if "BROKEN" in line)


def test_a_room_that_is_on_no_floor_is_found(house: Path) -> None:
    (house / "attic").mkdir()
    (house / "attic" / "__init__.py").write_text("")
    found = lint(house)
    assert found.returncode == 1
    assert "attic" in found.stdout
