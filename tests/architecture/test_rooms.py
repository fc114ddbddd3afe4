"""Every room of the library is a package with a page at its door."""

from pathlib import Path

import pytest

from tests.architecture.source import LIBRARY, rooms


def test_every_folder_with_python_is_a_package() -> None:
    folders = {file.parent for file in LIBRARY.rglob("*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_room_says_what_it_is_for(room: Path) -> None:
    page = room / "README.md"
    assert page.exists(), f"{room.name} needs a README.md: what it is for, what comes in and goes out, where to start"
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert len(text.split()) >= 30
