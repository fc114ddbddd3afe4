"""What pages take from npm: locked without addresses, fetched once, and inside the wheel."""

import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from manumit_desk.shell.frontend import build

ROOT = Path(__file__).resolve().parents[3]
LOCK = json.loads((build.HERE / "package-lock.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """A wheel of this repository, made without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return ZipFile(next(folder.glob("*.whl")))


def test_the_lock_holds_no_addresses() -> None:
    text = (build.HERE / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    assert "resolved" not in text


def test_every_locked_package_is_checked_against_its_hash() -> None:
    packages = {name: one for name, one in LOCK["packages"].items() if name}
    assert packages
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())


def test_the_lock_holds_what_the_manifest_asks_for() -> None:
    manifest = json.loads((build.HERE / "package.json").read_text(encoding="utf-8"))
    for kind in ("dependencies", "devDependencies"):
        assert LOCK["packages"][""][kind] == manifest[kind]


def test_a_second_run_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(*_: object, **__: object) -> Path:
        raise AssertionError("it went to the network again")

    monkeypatch.setattr(build, "fetch", fetch)
    build.build(for_tests=ROOT / "build" / "for_tests")


def test_what_was_made_from_another_lock_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    assert build.is_ready(None)
    monkeypatch.setattr(build, "recipe", lambda: {"package-lock.json": "another"})
    assert not build.is_ready(None)


def test_a_run_without_network_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refused(arguments: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.CompletedProcess(arguments, 1, stdout="npm error network")

    monkeypatch.setattr(build, "npm", refused)
    with pytest.raises(build.BuildError, match=r"(?s)npm error network.*needs the network once"):
        build.fetch(tmp_path, with_tests=False)


def packages_with(folder: Path, style: str) -> Path:
    for name in (*build.STYLES, *build.FILES):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(style if name.endswith(".css") else "x" * 5000)
    return folder


def test_fonts_and_icons_that_a_style_sheet_names_come_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(build, "VENDOR", tmp_path / "static" / "vendor")
    packages = packages_with(tmp_path / "node_modules", "a{src:url(../fonts/a.woff2)}")
    font = packages / "@uswds/uswds/dist/fonts/a.woff2"
    font.parent.mkdir(parents=True)
    font.write_bytes(b"font")
    build.keep(packages, None)
    assert (build.VENDOR / "uswds" / "fonts" / "a.woff2").read_bytes() == b"font"
    assert (build.VENDOR / "htmx" / "htmx.min.js.gz").exists()


def test_a_failed_run_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(build, "VENDOR", tmp_path / "static" / "vendor")
    build.VENDOR.mkdir(parents=True)
    (build.VENDOR / "old.css").write_text("old")
    with pytest.raises(FileNotFoundError):
        build.keep(packages_with(tmp_path / "node_modules", "a{src:url(../fonts/missing.woff2)}"), None)
    assert [path.name for path in build.VENDOR.parent.rglob("*")] == ["vendor", "old.css"]


def test_a_translation_is_compiled_when_it_is_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "tips" / "locale" / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Send"\nmsgstr "Enviar"\n'
    )
    monkeypatch.setattr(build, "DESK", tmp_path)
    build.compile_translations()
    assert b"Enviar" in source.with_suffix(".mo").read_bytes()
    assert not list(tmp_path.rglob("*.new"))


@pytest.mark.parametrize("name", sorted([*build.STYLES.values(), *build.FILES.values(), build.MARKER]))
def test_the_wheel_holds_what_pages_take_from_npm(wheel: ZipFile, name: str) -> None:
    assert f"manumit_desk/shell/static/vendor/{name}" in wheel.namelist()


def test_the_wheel_holds_the_translations_and_our_own_styles(wheel: ZipFile) -> None:
    assert "manumit_desk/shell/locale/es/LC_MESSAGES/django.mo" in wheel.namelist()
    assert "manumit_desk/shell/static/shell/desk.css" in wheel.namelist()


def test_the_wheel_holds_nothing_that_only_tests_need(wheel: ZipFile) -> None:
    assert not [name for name in wheel.namelist() if "axe" in name or "node_modules" in name]
