"""Runs the desk's tests on a PostgreSQL server of their own: python tests/on_postgres.py [what to give pytest].

MANUMIT_TEST_POSTGRES names a server to use instead, as for the other tests. Without arguments: the
tests of the desk, but for those that say nothing more on another database, in two processes.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.postgres_cluster import NoServerError, running_cluster  # noqa: E402 - found by the line above

THE_SAME = ("shell", "demo", "test_addresses.py")
"""What asks a database nothing that the rest does not."""


def main(arguments: list[str]) -> int:
    """Start a server, run the tests on it, stop it; pytest's exit code."""
    wanted = arguments or ["tests/manumit_desk", "-n", "2", *(f"--ignore=tests/manumit_desk/{one}" for one in THE_SAME)]
    try:
        with server() as dsn:
            environment = {**os.environ, "MANUMIT_DATABASE": address(conninfo_to_dict(dsn))}
            command = [sys.executable, "-m", "pytest", "-q", *wanted]
            return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    except NoServerError as missing:
        sys.stderr.write(f"{missing}\n")
        return 2


@contextmanager
def server() -> Iterator[str]:
    """How to connect to the server that the environment names, or to one of our own."""
    if given := os.environ.get("MANUMIT_TEST_POSTGRES"):
        yield given
        return
    with running_cluster() as own:
        yield own


def address(parts: Mapping[str, object]) -> str:
    """A connection's parts as the address that MANUMIT_DATABASE takes."""
    who = quote(str(parts.get("user") or ""))
    if parts.get("password"):
        who += f":{quote(str(parts['password']))}"
    where = f"host={quote(str(parts.get('host') or 'localhost'))}&port={parts.get('port') or 5432}"
    return f"postgresql://{who}@/{parts.get('dbname') or 'postgres'}?{where}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
