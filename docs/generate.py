"""Write the pages of docs/ that are made from the code, or `--check` that they are current."""

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.update(TYPER_USE_RICH="0", COLUMNS="100")  # plain help, the same everywhere; read when Typer loads

import typer
from typer.testing import CliRunner

from manumit.cli.app import app
from manumit.link.kinds import KINDS

DOCS = Path(__file__).resolve().parent
DATA = DOCS / "data"
TERMS = DOCS.parent / "src" / "manumit" / "terms"
MADE = "<!-- Made by python3 dev.py docs. Change the code, then run it again. -->"


def main(arguments: list[str]) -> int:
    """Write every generated page, or with --check compare; 1 when one is stale."""
    pages = {DOCS / "cli.md": cli_page(), **data_pages()}
    leftover = set(DATA.glob("*.md")) - set(pages)
    stale = [page for page, text in pages.items() if not page.exists() or page.read_text("utf-8") != text]
    if "--check" in arguments:
        for page in [*stale, *leftover]:
            print(f"{page.relative_to(DOCS.parent)} is not what the code says; run: python3 dev.py docs")
        return 1 if stale or leftover else 0
    DATA.mkdir(exist_ok=True)
    for page in stale:
        page.write_text(pages[page], encoding="utf-8")
    for page in leftover:
        page.unlink()
    print(f"{len(pages)} pages, {len(stale) + len(leftover)} changed")
    return 0


def cli_page() -> str:
    """The help of every command, as the terminal shows it."""
    parts = [f"{MADE}\n\n# The command line\n\nIn the repository: `.venv/bin/manumit COMMAND`.\n"]
    for path in command_paths(typer.main.get_command(app)):
        shown = CliRunner().invoke(app, [*path, "--help"], prog_name="manumit")
        if shown.exit_code:
            raise RuntimeError(f"manumit {' '.join(path)} --help failed: {shown.output}") from shown.exception
        help_text = "\n".join(line.rstrip() for line in shown.output.strip().splitlines())
        parts.append(f"## {' '.join(['manumit', *path])}\n\n```text\n{help_text}\n```\n")
    return "\n".join(parts)


def command_paths(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group of commands, from the top down."""
    yield path
    for name, below in getattr(command, "commands", {}).items():
        if not below.hidden:
            yield from command_paths(below, (*path, name))


def data_pages() -> dict[Path, str]:
    """A page a vocabulary, one of the fields that `link` reads, and an index of them."""
    pages = {DATA / f"{source.stem}.md": terms_page(source) for source in sorted(TERMS.glob("*.csv"))}
    pages[DATA / "fields.md"] = fields_page()
    lines = [f"- [{page.stem.replace('_', ' ')}]({page.name})" for page in sorted(pages)]
    listed = "\n".join(lines)
    pages[DATA / "README.md"] = f"{MADE}\n\n# Vocabularies and fields\n\n{listed}\n"
    return pages


def terms_page(source: Path) -> str:
    """A vocabulary as a table."""
    with source.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    title = source.stem.replace("_", " ").capitalize()
    where = f"{len(rows)} rows of `{source.relative_to(DOCS.parent)}`; propose a change there."
    return f"{MADE}\n\n# {title}\n\n{where}\n\n{table(header, rows)}\n"


def fields_page() -> str:
    """The columns that each kind of mention may have."""
    rows = [[kind.name, ", ".join(f"`{field}`" for field in kind.raw_fields)] for kind in KINDS.values()]
    return (
        f"{MADE}\n\n# The fields of a mention\n\n"
        "A table of mentions has an `id` and any of its kind's fields, as text; empty is not known.\n"
        "`manumit link` guesses which column is which by its name; `--map FIELD=COLUMN` says otherwise.\n\n"
        f"{table(['kind', 'fields'], rows)}\n"
    )


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
