"""Two acts at the same moment: neither sees the other's rows yet, and still the match between them is not missed."""

import os
import subprocess
import sys
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from tests.architecture.source import ROOT


def hits_raised(database: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.manumit_desk.registry.declaring_at_once"],
        env={**os.environ, "MANUMIT_DATABASE": database, "MANUMIT_DATA": str(folder)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_two_declarations_at_once_raise_their_hit_on_sqlite(tmp_path: Path) -> None:
    assert hits_raised(str(tmp_path / "desk.sqlite3"), tmp_path) == "1"


def test_two_declarations_at_once_raise_their_hit_on_postgresql(tmp_path: Path, own_postgres_dsn: str) -> None:
    parts = conninfo_to_dict(own_postgres_dsn)
    assert hits_raised(f"postgresql://{parts['user']}@/{parts['dbname']}?host={parts['host']}", tmp_path) == "1"
