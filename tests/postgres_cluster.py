"""A PostgreSQL server of the tests' own, in a temporary folder: reached by a socket in it, then gone."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "listen_addresses": ""}


class NoServerError(Exception):
    """There is no PostgreSQL server to test with; says what to install."""

    def __init__(self) -> None:
        super().__init__(
            "These tests need a PostgreSQL server and found none. Install one "
            "(Debian and Ubuntu: apt-get install postgresql), or set MANUMIT_TEST_POSTGRES "
            "to the address of one where databases may be made, as in 'host=localhost user=me'."
        )


@contextmanager
def running_cluster() -> Iterator[str]:
    """Start a server and give how to connect to it; NoServerError when none is installed."""
    programs = installed_programs()
    folder = Path(tempfile.mkdtemp(prefix="manumit-pg-"))
    try:
        if os.geteuid() == 0:  # initdb refuses to run as root
            shutil.chown(folder, USER)
        data = str(folder / "data")
        _call(
            [str(programs / "initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"],
            folder,
        )
        options = " ".join(f"-c {name}='{value}'" for name, value in FAST.items()) + f" -k {folder}"
        control = [str(programs / "pg_ctl"), "-D", data, "-w"]
        _call([*control, "-o", options, "-l", str(folder / "log"), "start"], folder)
        try:
            yield f"host={folder} user={USER} dbname=postgres"
        finally:
            _call([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder)


def installed_programs(versions: Path = Path("/usr/lib/postgresql")) -> Path:
    """The folder of the newest server: Debian's place for them, or else where initdb is on the path."""
    found = [place for place in versions.glob("*/bin/initdb") if place.parts[-3].isdigit()]
    if found:
        return max(found, key=lambda place: int(place.parts[-3])).parent
    on_path = shutil.which("initdb")
    if not on_path:
        raise NoServerError
    return Path(on_path).resolve().parent


def _call(command: Sequence[str], folder: Path) -> None:
    user = USER if os.geteuid() == 0 else None
    home = pwd.getpwnam(user).pw_dir if user else str(folder)
    environment = {**os.environ, "HOME": home, "LC_ALL": "C.UTF-8"}
    with (folder / "said").open("ab") as said:
        done = subprocess.run(
            command,
            check=False,
            cwd=folder,
            env=environment,
            stdout=said,
            stderr=said,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
        )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{(folder / 'said').read_text(encoding='utf-8')}")
