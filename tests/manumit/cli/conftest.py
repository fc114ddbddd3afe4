"""The command line at work in a folder of its own, in this process."""

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from manumit.cli.app import run_app

PEOPLE = """\
id,given name,Surname,DOB,phone
1,Maria,Gomez,1980-04-03,521 555 1234
2,María,Gómez,03/04/1980,+1 521 555 1234
3,Ann,Smith,1990-01-01,
4,Bob,Jones,1970-02-03,526 555 9876
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """What stdout holds: one JSON object and nothing else."""
        found: dict[str, Any] = orjson.loads(self.out)
        return found


Manumit = Callable[..., Ran]


@pytest.fixture
def manumit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Manumit:
    """Runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr("sys.argv", ["manumit", *arguments])
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            run_app()
        return Ran(int(ended.value.code or 0), out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A list of four records, two of them of one person."""
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path
