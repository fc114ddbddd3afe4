"""The library asks neither clock nor network: moments come in as arguments, data as tables and files."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import LIBRARY

MOMENTS = {"now", "today", "utcnow"}
NETWORK = {"ftplib", "smtplib", "socketserver", "urllib.request", "xmlrpc"}


def faults(source: str) -> Iterator[str]:
    """What in a module's source asks the clock or the network."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in MOMENTS:
                yield f"line {node.lineno}: .{name}()"
            case ast.Import(names=names):
                yield from (
                    f"line {node.lineno}: import {alias.name}"
                    for alias in names
                    if alias.name == "time" or alias.name in NETWORK
                )
            case ast.ImportFrom(module=str(module)) if module == "time" or module in NETWORK:
                yield f"line {node.lineno}: from {module}"
            case ast.ImportFrom(module="urllib", names=names) if any(alias.name == "request" for alias in names):
                yield f"line {node.lineno}: from urllib import request"


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.date.today()",
        "import time\nx = time.time()",
        "from time import perf_counter",
        "import urllib.request",
        "from urllib import request",
    ],
)
def test_asking_the_clock_or_the_network_is_found(source: str) -> None:
    assert list(faults(source))


def test_what_looks_alike_is_left_alone() -> None:
    assert list(faults("from datetime import date\nfrom urllib.parse import urlsplit\nnow = date(2026, 1, 1)")) == []


def test_the_library_asks_neither() -> None:
    modules = [path for path in LIBRARY.rglob("*.py") if path.relative_to(LIBRARY).parts[0] != "cli"]
    found: dict[Path, list[str]] = {path: list(faults(path.read_text(encoding="utf-8"))) for path in modules}
    assert {str(path.relative_to(LIBRARY)): said for path, said in found.items() if said} == {}
