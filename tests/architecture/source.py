"""Where the project's own files are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "src" / "manumit"
DESK = ROOT / "src" / "manumit_desk"
DOCS = ROOT / "docs"


def rooms() -> list[Path]:
    """The rooms of the library: its top folders that hold Python."""
    return sorted(path.parent for path in LIBRARY.glob("*/__init__.py"))


def pages() -> list[Path]:
    """Every Markdown page of the project; what front-end packages bring is not ours."""
    places = (
        ROOT.glob("*.md"),
        *(ROOT.glob(f"{top}/**/*.md") for top in ("docs", "changes", "src", "bench")),
    )
    return sorted(page for place in places for page in place if "vendor" not in page.parts)
