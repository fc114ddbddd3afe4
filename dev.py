#!/usr/bin/env python3
"""Everything a developer does in this repository. Standard library only.

python3 dev.py demo     see agencies' records find each other, on real input; then open the desk in a browser
python3 dev.py serve    open the desk again, with nothing lost
python3 dev.py test     everything that must pass, the checks first and then the tests

The first run makes .venv and installs the locked requirements into it; later runs start at once.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import TextIO

if sys.version_info < (3, 11):
    sys.exit(f"Manumit needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: python3.11 dev.py")

import tomllib

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
MARKER = VENV / "installed.json"
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("main", "dev", "spark")}

Step = tuple[str, Sequence[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code says how it went."""
    parser = command_line()
    options, rest = parser.parse_known_args(arguments)
    if not options.command:
        parser.print_help()
        return 0
    if rest and options.command not in ("demo", "test"):
        parser.error(f"{options.command} does not know {' '.join(rest)}")
    try:
        return obey(options, rest)
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130


def command_line() -> argparse.ArgumentParser:
    """What may be asked, with a line of help each."""
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    add = commands.add_parser
    add("demo", help="run the demonstration, then open the desk (not with --no-serve)", add_help=False)
    serving = add("serve", help="open the desk on this machine until Ctrl-C")
    serving.add_argument("--port", default="8000", help="the port on this machine (8000)")
    add("test", help="check, then all tests; further arguments go to pytest")
    add("check", help="all but the tests: format, lint, types, import rules, generated docs")
    add("fmt", help="format the code and mend what the linter can")
    locking = add("lock", help="remake requirements/*.txt from pyproject.toml")
    locking.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    add("docs", help="rewrite the generated pages of docs/")
    timing = add("bench", help="measure side by side with peers: bench/NAME.py")
    timing.add_argument("name", nargs="?", metavar="NAME", help="which one; without a name, lists them")
    timing.add_argument("--quick", action="store_true", help="a smaller run, under a minute")
    timing.add_argument("--json", action="store_true", help="one JSON object on stdout, messages on stderr")
    timing.add_argument("--write", action="store_true", help="write docs/measured.md after a quick run too")
    return parser


def obey(options: argparse.Namespace, rest: Sequence[str]) -> int:
    """Run the command that was asked for."""
    commands: dict[str, Callable[[], int]] = {
        "demo": lambda: demo(rest),
        "serve": lambda: serve(options.port),
        "test": lambda: test(rest),
        "check": check,
        "fmt": fmt,
        "lock": lambda: lock(upgrade=options.upgrade),
        "docs": docs,
        "bench": lambda: bench(options),
    }
    return commands[options.command]()


def demo(arguments: Sequence[str]) -> int:
    """The demonstration is a command of Manumit; then the desk opens, with made-up records and log-ins."""
    prepare("main")
    wanted = [one for one in arguments if one != "--no-serve"]
    failed = run([BIN / "manumit", "demo", *wanted])
    if failed or len(wanted) < len(arguments) or "--help" in arguments:
        return failed
    front_end()
    return desk("migrate", "--verbosity", "0") or desk("load_demo") or desk("serve")


def serve(port: str) -> int:
    """Open the desk with what it kept; its data lies in .manumit, or where MANUMIT_DATA says."""
    prepare("main")
    front_end()
    return desk("serve", "--port", port)


def desk(*command: str) -> int:
    """Run a management command of the desk."""
    return run([PYTHON, "-m", "manumit_desk", *command])


def front_end(*further: str) -> None:
    """Have what pages take from npm, and the translations: fetched once, then found in a moment."""
    if failed := run([PYTHON, "-m", "manumit_desk.shell.frontend", *further]):
        sys.exit(failed)


def test(arguments: Sequence[str]) -> int:
    """All checks, then all tests; pytest has the last word."""
    prepare("main", "dev", "spark")
    front_end("--tests", "build/for_tests")
    if failed := run_steps(check_steps()):
        return failed
    if not arguments:
        print("tests of the desk on PostgreSQL:", flush=True)
        if failed := run([PYTHON, "tests/on_postgres.py"]):
            return failed
    print("tests:", flush=True)
    return run([PYTHON, "-m", "pytest", "-n", "2", *arguments])


def check() -> int:
    """All but the tests."""
    prepare("main", "dev")
    return run_steps(check_steps())


def fmt() -> int:
    """Format, and mend what the linter can mend safely."""
    prepare("main", "dev")
    ruff: list[str | Path] = [PYTHON, "-m", "ruff"]
    return run([*ruff, "check", "--fix-only", "."]) or run([*ruff, "format", "."])


def docs() -> int:
    """Rewrite the pages of docs/ that are made from the code."""
    prepare("main", "dev")
    return run([PYTHON, "docs/generate.py"])


def bench(options: argparse.Namespace) -> int:
    """Hand over to the runner in bench/."""
    prepare("main", "dev", quiet=options.json)
    chosen = [f"--{flag}" for flag in ("quick", "json", "write") if getattr(options, flag)]
    return run([PYTHON, "-m", "bench", *([options.name] if options.name else []), *chosen])


def lock(*, upgrade: bool) -> int:
    """Remake the locks: versions and hashes for every platform, and no address of where they come from."""
    prepare("main", "dev")
    compiling = [str(BIN / "uv"), "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    compiling += ["--generate-hashes", "--no-annotate", "--custom-compile-command", "python3 dev.py lock"]
    compiling += ["--upgrade"] if upgrade else []
    on_main = ["--constraint", "requirements/main.txt"]
    extras = "--extra demo --extra desk --extra postgres --group build"
    wanted = {
        "main": [*f"pyproject.toml {extras} --only-binary :all:".split()],
        "dev": [*"--group dev --only-binary :all:".split(), *on_main],
        "spark": [*"--group spark".split(), *on_main],
    }
    steps = [(f"lock {name}", [*compiling, *what, "-o", f"requirements/{name}.txt"]) for name, what in wanted.items()]
    return run_steps(steps)


def check_steps() -> list[Step]:
    """What `check` runs, the quickest first."""
    python = str(PYTHON)
    return [
        ("format", [python, "-m", "ruff", "format", "--check", "--output-format", "concise", "."]),
        ("lint", [python, "-m", "ruff", "check", "--output-format", "concise", "."]),
        ("import rules", [str(BIN / "lint-imports")]),
        ("generated docs", [python, "docs/generate.py", "--check"]),
        ("types", [python, "-m", "mypy", "src", "dev.py", "bench", "docs/generate.py"]),
    ]


def run_steps(steps: Sequence[Step]) -> int:
    """Run steps in order, a line and its time each; the first to fail shows its output and ends the run."""
    for title, command in steps:
        started = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, env=environment(), stdout=PIPE, stderr=STDOUT, text=True, check=False)
        verdict = "FAILED" if done.returncode else "ok"
        print(f"{title:<16}{verdict:<8}{time.perf_counter() - started:6.1f} s", flush=True)
        if done.returncode:
            print(done.stdout, f"\nFailed: {title} ({' '.join(command)})", sep="", file=sys.stderr)
            return done.returncode
    return 0


def run(command: Sequence[str | Path]) -> int:
    """Run one program from the repository's root, its output shown as it comes."""
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def environment() -> dict[str, str]:
    """The caller's environment without what would lead Python to other packages than ours."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def prepare(*locks: str, quiet: bool = False) -> None:
    """Make .venv hold these locks: afresh when one has changed. The marker of its content is written last."""
    if holds(installed(), locks):
        return
    out = sys.stderr if quiet else sys.stdout
    with one_at_a_time():
        have = installed()
        if holds(have, locks):
            return
        started = time.perf_counter()
        MARKER.unlink(missing_ok=True)
        kept = [name for name in LOCKS if name in have]
        if not kept or not holds({**have, **project_state()}, kept):
            print("Making .venv; this needs the network once.", file=out, flush=True)
            make_venv()
            kept = []
        for name in locks:
            if name not in kept:
                install_lock(name, out)
        install_project()
        MARKER.write_text(json.dumps(state([*kept, *locks]), indent=1) + "\n", encoding="utf-8")
        print(f"Ready after {time.perf_counter() - started:.0f} s.", file=out, flush=True)


def state(locks: Iterable[str]) -> dict[str, str]:
    """What .venv must have been made from to serve: this folder, this project table, these locks."""
    digests = {name: sha256(LOCKS[name].read_bytes()).hexdigest() for name in locks}
    return {"root": str(ROOT), **project_state(), **digests}


def project_state() -> dict[str, str]:
    """The part of the state that asks only for our own package to be installed again, not for a new .venv."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"project": sha256(json.dumps(project).encode()).hexdigest()}


def installed() -> dict[str, str]:
    """What .venv was made from; nothing when it is not there, was left half-way, or its Python is gone."""
    if not PYTHON.exists():
        return {}
    try:
        return dict(json.loads(MARKER.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def holds(have: dict[str, str], locks: Iterable[str]) -> bool:
    """Whether a .venv made from `have` serves for these locks as they are now."""
    return state(locks).items() <= have.items()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let two runs started together not both make .venv (where the system has no such locks, they may)."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (ROOT / ".venv.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    """An empty .venv, with pip in it where this Python can bring one."""
    if not find_spec("venv") or not (find_spec("ensurepip") or find_spec("pip")):
        sys.exit(
            f"{sys.executable} can make no virtual environment: it lacks venv, or both ensurepip and pip.\n"
            f"On Debian and Ubuntu: apt-get install python3.{sys.version_info.minor}-venv\n"
            "Elsewhere: take a Python that has them, as the ones from python.org do."
        )
    import venv

    venv.EnvBuilder(clear=True, with_pip=bool(find_spec("ensurepip")), symlinks=os.name != "nt").create(VENV)


def pip_install() -> list[str]:
    """The start of every install: with .venv's own pip, or else with that of the Python that runs this."""
    own = [str(PYTHON), "-m", "pip"]
    borrowed = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    pip = own if find_spec("ensurepip") else borrowed
    quietly = ["--disable-pip-version-check", "--no-input"]
    return [*pip, *quietly, "install", "--no-compile", "--no-deps", "--no-build-isolation"]


def install_lock(name: str, out: TextIO) -> None:
    """Install one lock: exactly its versions, every file checked against its hash."""
    wheels = [] if name == "spark" else ["--only-binary", ":all:"]
    command = [*pip_install(), "--require-hashes", *wheels, "-r", str(LOCKS[name])]
    total = LOCKS[name].read_text(encoding="utf-8").count("==")  # a few are for other systems
    said: list[str] = []
    fetched = 0
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=PIPE, stderr=STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            said.append(line)
            if line.startswith(("Collecting ", "Processing ")):
                fetched += 1
                tell(out, f"  {name}: fetching {fetched} of {total}")
            elif line.startswith("Installing collected"):
                tell(out, f"  {name}: unpacking {fetched} packages")
    tell(out, f"  {name}: failed" if pip.returncode else f"  {name}: {fetched} packages installed", last=True)
    if pip.returncode:
        sys.exit("".join(said[-15:]) + "The locked requirements could not be installed; pip says why above.")


def install_project() -> None:
    """Install this repository itself, so that its code runs from where it stands."""
    done = subprocess.run(
        [*pip_install(), "--quiet", "--editable", "."],
        cwd=ROOT,
        env=environment(),
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout + "Manumit itself could not be installed; pip says why above.")


def tell(out: TextIO, line: str, *, last: bool = False) -> None:
    """A line that the next one overwrites on a terminal; elsewhere only the last is printed."""
    if out.isatty():
        print(f"\r\033[K{line}", end="\n" if last else "", file=out, flush=True)
    elif last:
        print(line, file=out, flush=True)


if __name__ == "__main__":
    sys.exit(main())
