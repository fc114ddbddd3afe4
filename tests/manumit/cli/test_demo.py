"""The demonstration, as the README shows it."""

import re

import pytest

from tests.architecture.source import ROOT
from tests.manumit.cli.conftest import Manumit


def titles(text: str) -> list[str]:
    return re.findall(r"^\d\. .*$", text, re.MULTILINE)


def test_the_demo_fits_the_screen_and_is_what_the_readme_shows(
    manumit: Manumit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manumit.cli.demo.PEOPLE", "tiny")
    ran = manumit("demo")
    assert ran.code == 0, ran.err
    assert max(len(line.rstrip()) for line in ran.out.splitlines()) <= 80
    assert len(titles(ran.out)) == 4
    assert titles(ran.out) == titles((ROOT / "README.md").read_text(encoding="utf-8"))
