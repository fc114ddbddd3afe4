"""Run one measurement: python3 dev.py bench NAME [--quick] [--json] [--write]."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

from bench.report import BenchReport, write_section

HERE = Path(__file__).parent
MEASURED = HERE.parent / "docs" / "measured.md"

Run = Callable[[bool, Callable[[str], None]], BenchReport]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it, print its report, and keep a full run's in docs/measured.md."""
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("name", nargs="?")
    for flag in ("--quick", "--json", "--write"):
        parser.add_argument(flag, action="store_true")
    options = parser.parse_args(arguments)
    if options.name not in names():
        problem = f"There is no bench/{options.name}.py. " if options.name else ""
        print(f"{problem}To measure: {', '.join(names()) or 'nothing yet'}", file=sys.stderr)
        return 2 if options.name else 0
    run = cast("Run", import_module(f"bench.{options.name}").run)
    report = run(options.quick, say)
    print(report.as_json() if options.json else report.as_text(), flush=True)
    if options.write or not options.quick:
        write_section(MEASURED, report)
        say(f"Written to {MEASURED.relative_to(HERE.parent)}")
    return 0


def names() -> list[str]:
    """The measurements there are: modules of this folder with a `run`."""
    return sorted(found.stem for found in HERE.glob("*.py") if "\ndef run(" in found.read_text(encoding="utf-8"))


def say(message: str) -> None:
    """Tell how the work goes, on stderr: stdout is the report's."""
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
