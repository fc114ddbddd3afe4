"""The command as a process: interrupted, offline, and asked for help."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from manumit.world import make_world
from tests.manumit.cli.conftest import Manumit

COMMAND = [sys.executable, "-c", "from manumit.cli import main; main()"]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough records that there is time to interrupt."""
    path = tmp_path_factory.mktemp("many") / "many.parquet"
    make_world(1_500, seed=2, kinds=("person",)).mentions().drop("agency").write_parquet(path)
    return path


@pytest.mark.parametrize(
    ("stage", "sent", "code"),
    [("reading names", signal.SIGINT, 130), ("weighing the pairs", signal.SIGINT, 130),
     ("weighing the pairs", signal.SIGTERM, 143)],
)  # fmt: skip
def test_an_interrupted_run_leaves_nothing(
    tmp_path: Path, many: Path, stage: str, sent: signal.Signals, code: int
) -> None:
    out = ["--out", str(tmp_path / "c.parquet"), "--links", str(tmp_path / "l.csv")]
    with subprocess.Popen(
        [*COMMAND, "link", str(many), *out], cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr
        assert any(line.startswith(stage) for line in running.stderr)
        running.send_signal(sent)
        _, said = running.communicate()
    assert running.returncode == code, said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_while_loading_is_quiet(tmp_path: Path) -> None:
    soon = "threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()"
    code = f"import os, signal, threading, manumit.cli\n{soon}\nmanumit.cli.main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "demo"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 130
    assert "Traceback" not in ran.stderr


def test_linking_needs_no_network(manumit: Manumit, people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, forbidden)
    assert manumit("link", "people.csv", "--out", "c.parquet", "--links", "l.csv").code == 0
    assert manumit("link", "explain", "1", "2", "--in", "people.csv", "--svg", "why.svg").code == 0


def test_a_world_can_be_made_and_linked(manumit: Manumit, tmp_path: Path) -> None:
    made = manumit("world", "--scale", "60", "--out", "nation", "--kind", "person")
    assert made.code == 0
    assert "person_mentions.parquet" in made.out
    held = pl.read_parquet(tmp_path / "nation" / "person_mentions.parquet")
    told = manumit("link", "nation/person_mentions.parquet", "--out", "c.parquet", "--json").json
    assert told["mentions"] == held.height


@pytest.mark.parametrize("arguments", [[], ["link"], ["world", "--help"], ["link", "-h"], ["link", "run", "--help"]])
def test_help_shows_a_line_to_try(manumit: Manumit, arguments: list[str]) -> None:
    ran = manumit(*arguments)
    assert "Usage: manumit" in ran.out + ran.err
    assert not arguments or "Try:" in ran.out + ran.err


def test_the_version_is_said(manumit: Manumit) -> None:
    assert manumit("--version").out.startswith("manumit 0.")


def test_the_command_stands_where_pip_puts_it() -> None:
    script = Path(sys.executable).parent / "manumit"
    assert os.access(script, os.X_OK)
