"""What a measurement found, as text, as JSON and as a section of docs/measured.md."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HEADINGS = ("measure", "ours", "peer", "ratio", "unit", "runs", "note")
LIBRARIES = ("duckdb", "polars", "pyarrow", "splink", "pyspark")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing measured: ours, a peer's in the same run where there is one, in one unit.

    `runs` is how many measurements stand behind a figure; `note` says what a reader must know to judge it.
    `higher_is_better` is for shares such as F1; times and sizes are better when lower.
    """

    measure: str
    ours: float
    unit: str
    peer: float | None = None
    runs: int = 1
    note: str = ""
    higher_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times better ours is than the peer's (above 1 is better); None without a peer."""
        if self.peer is None:
            return None
        better, worse = (self.ours, self.peer) if self.higher_is_better else (self.peer, self.ours)
        return better / worse if worse else None


def machine(libraries: Sequence[str] = LIBRARIES) -> dict[str, str]:
    """The facts of this machine that figures depend on: cores, memory, Python and library versions."""
    facts = {
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "memory": _memory(),
        "python": platform.python_version(),
    }
    return facts | {name: installed for name in libraries if (installed := _installed(name))}


@dataclass(frozen=True, kw_only=True)
class BenchReport:
    """The rows of one measurement and what they were measured on."""

    name: str
    title: str
    rows: Sequence[Row]
    quick: bool
    machine: Mapping[str, str] = field(default_factory=machine)

    def as_json(self) -> str:
        """One JSON object on one line."""
        rows = [{**asdict(row), "ratio": row.ratio} for row in self.rows]
        return json.dumps({**asdict(self), "rows": rows}, ensure_ascii=False)

    def as_text(self) -> str:
        """A table for a terminal."""
        cells = [HEADINGS, *(_cells(row) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in cells]
        size = "a quick run: smaller than what docs/measured.md reports\n" if self.quick else ""
        return f"{self.title}\n{size}{_facts(self)}\n\n" + "\n".join(lines) + "\n"

    def as_markdown(self) -> str:
        """A section of docs/measured.md."""
        size = " --quick" if self.quick else ""
        lines = [HEADINGS, ["---"] * len(HEADINGS), *(_cells(row) for row in self.rows)]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        command = f"`python3 dev.py bench {self.name}{size}`"
        return f"## {self.title}\n\n{command} on {_facts(self)}.\n\n{table}\n"


def write_section(page: Path, report: BenchReport) -> None:
    """Put the report's section into the page in place of its last one, or at the end; other sections stay."""
    begin, end = f"<!-- bench {report.name} -->", f"<!-- end of bench {report.name} -->"
    section = f"{begin}\n\n{report.as_markdown()}\n{end}\n"
    text = page.read_text(encoding="utf-8")
    before, found, rest = text.partition(begin)
    if not found:
        page.write_text(f"{text.rstrip()}\n\n{section}", encoding="utf-8")
        return
    after = rest.partition(end)[2].removeprefix("\n")
    page.write_text(before + section + after, encoding="utf-8")


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "" if row.ratio is None else f"{_number(row.ratio)}x"
    peer = "" if row.peer is None else _number(row.peer)
    return (row.measure, _number(row.ours), peer, ratio, row.unit, str(row.runs), row.note)


def _number(value: float) -> str:
    """Four significant digits, never in powers of ten: 0.9962, 12.35, 1,234,567."""
    if value == 0:
        return "0"
    whole = abs(value) >= 1000
    text = f"{value:,.0f}" if whole else f"{value:.{max(0, 4 - len(str(int(abs(value)))))}f}"
    if abs(value) < 0.001:
        return f"{value:.6f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _facts(report: BenchReport) -> str:
    facts = dict(report.machine)
    cores, memory = facts.pop("cores", "?"), facts.pop("memory", "?")
    return f"{cores} cores, {memory}, " + ", ".join(f"{name} {value}" for name, value in facts.items())


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return "unknown memory"
    return f"{size / 2**30:.0f} GB of memory"


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
