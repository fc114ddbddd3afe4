"""dev.py makes .venv ready, no oftener than needed, and says plainly what went wrong."""

import ast
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"[A-Za-z0-9_.-]+")


def load_dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class House:
    """dev.py at work in a temporary folder; what it would install is noted in `done`."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.dev = load_dev()
        self.done: list[str] = []
        self.folder = folder
        self.locks = {name: folder / f"{name}.txt" for name in self.dev.LOCKS}
        for name, lock in self.locks.items():
            lock.write_text(f"{name}==1\n")
        self.name_project("one")
        places = {"ROOT": folder, "VENV": folder / ".venv", "PYTHON": folder / ".venv" / "python"}
        for name, value in {
            **places,
            "MARKER": folder / ".venv" / "installed.json",
            "LOCKS": self.locks,
        }.items():
            monkeypatch.setattr(self.dev, name, value)
        monkeypatch.setattr(self.dev, "make_venv", self.make_venv)
        monkeypatch.setattr(self.dev, "install_lock", lambda name, _: self.done.append(name))
        monkeypatch.setattr(self.dev, "install_project", lambda: self.done.append("project"))

    def make_venv(self) -> None:
        self.done.append("venv")
        (self.folder / ".venv").mkdir(exist_ok=True)
        (self.folder / ".venv" / "python").touch()

    def name_project(self, name: str) -> None:
        (self.folder / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n')

    def prepare(self, *locks: str) -> list[str]:
        """What preparing did this time."""
        self.done.clear()
        self.dev.prepare(*locks)
        return self.done


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    return House(tmp_path, monkeypatch)


def test_the_first_run_makes_everything_and_the_second_nothing(house: House) -> None:
    assert house.prepare("main") == ["venv", "main", "project"]
    assert house.prepare("main") == []


def test_another_lock_is_added_to_what_is_there(house: House) -> None:
    house.prepare("main")
    assert house.prepare("main", "dev") == ["dev", "project"]
    assert house.prepare("main") == []


def test_a_changed_lock_makes_it_afresh(house: House) -> None:
    house.prepare("main", "dev")
    house.locks["main"].write_text("main==2\n")
    assert house.prepare("main", "dev") == ["venv", "main", "dev", "project"]


def test_a_changed_project_table_installs_only_the_project(house: House) -> None:
    house.prepare("main")
    house.name_project("two")
    assert house.prepare("main") == ["project"]


def test_an_interrupted_run_is_begun_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    house.prepare("main")
    installs = house.dev.install_lock
    monkeypatch.setattr(house.dev, "install_lock", interrupt)
    with pytest.raises(KeyboardInterrupt):
        house.prepare("main", "dev")
    monkeypatch.setattr(house.dev, "install_lock", installs)
    assert house.prepare("main", "dev") == ["venv", "main", "dev", "project"]


def test_a_marker_that_is_no_json_is_as_good_as_none(house: House) -> None:
    house.prepare("main")
    house.dev.MARKER.write_text("{")
    assert house.prepare("main") == ["venv", "main", "project"]


def test_a_folder_that_was_moved_is_made_afresh(house: House) -> None:
    house.prepare("main")
    state = json.loads(house.dev.MARKER.read_text())
    house.dev.MARKER.write_text(json.dumps({**state, "root": "/elsewhere"}))
    assert house.prepare("main") == ["venv", "main", "project"]


@pytest.mark.parametrize("lacking", [{"venv"}, {"ensurepip", "pip"}])
def test_a_python_that_can_make_no_venv_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, lacking: set[str]
) -> None:
    dev = load_dev()
    monkeypatch.setattr(dev, "find_spec", lambda name: None if name in lacking else object())
    with pytest.raises(SystemExit, match=r"apt-get install python3\.\d+-venv"):
        dev.make_venv()


def test_a_python_without_ensurepip_lends_its_own_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    dev = load_dev()
    monkeypatch.setattr(dev, "find_spec", lambda name: None if name == "ensurepip" else object())
    assert dev.pip_install()[:5] == [sys.executable, "-m", "pip", "--python", str(dev.PYTHON)]


def test_steps_stop_at_the_first_that_fails_and_name_it(capfd: pytest.CaptureFixture[str]) -> None:
    failing = [sys.executable, "-c", "print('why it failed'); raise SystemExit(3)"]
    never = [sys.executable, "-c", "print('never')"]
    assert load_dev().run_steps([("good", [sys.executable, "-c", ""]), ("bad", failing), ("next", never)]) == 3
    out, err = capfd.readouterr()
    assert re.search(r"good +ok", out)
    assert re.search(r"bad +FAILED", out)
    assert "next" not in out
    assert "why it failed" in err
    assert "Failed: bad" in err


def test_without_a_command_it_teaches_from_any_folder(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, ROOT / "dev.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert "python3 dev.py demo" in shown
    assert "python3 dev.py test" in shown


def test_an_argument_that_it_does_not_know_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        load_dev().main(["check", "--fast"])
    assert stopped.value.code == 2
    assert "--fast" in capsys.readouterr().err


@pytest.mark.parametrize(("command", "rest"), [("demo", ["--help"]), ("test", ["-k", "names"])])
def test_further_arguments_are_passed_on(monkeypatch: pytest.MonkeyPatch, command: str, rest: list[str]) -> None:
    dev = load_dev()
    called: list[list[str]] = []
    monkeypatch.setattr(dev, command, lambda arguments: called.append(arguments) or 7)
    assert dev.main([command, *rest]) == 7
    assert called == [rest]


class Commands:
    """dev.py with every program noted instead of run; `failing` is the word of a command line that fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, failing: str = "-") -> None:
        self.dev = load_dev()
        self.run: list[list[str]] = []
        monkeypatch.setattr(self.dev, "prepare", lambda *_: None)
        monkeypatch.setattr(self.dev, "run", lambda command: self.note([Path(word).name for word in command]) or 0)
        self.failing = failing

    def note(self, command: list[str]) -> int:
        self.run.append(command)
        return 4 if self.failing in command else 0

    def words(self) -> list[str]:
        """The word of each command line that says what it does."""
        return [next(word for word in command if word in KNOWN) for command in self.run]


KNOWN = ["demo", "manumit_desk.shell.frontend", "migrate", "load_demo", "serve"]


def test_the_demonstration_ends_by_opening_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = Commands(monkeypatch)
    assert commands.dev.main(["demo"]) == 0
    assert commands.words() == KNOWN


def test_the_demonstration_can_stop_after_its_report(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = Commands(monkeypatch)
    assert commands.dev.main(["demo", "--json", "--no-serve"]) == 0
    assert commands.run == [["manumit", "demo", "--json"]]


@pytest.mark.parametrize("failing", ["demo", "migrate", "load_demo"])
def test_a_demonstration_that_fails_opens_nothing(monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    commands = Commands(monkeypatch, failing)
    assert commands.dev.main(["demo"]) == 4
    assert commands.words()[-1] == failing


def test_the_desk_opens_again_on_the_port_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = Commands(monkeypatch)
    assert commands.dev.main(["serve", "--port", "8010"]) == 0
    assert commands.run[-1][-3:] == ["serve", "--port", "8010"]


def test_without_its_front_end_the_desk_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = Commands(monkeypatch, "manumit_desk.shell.frontend")
    with pytest.raises(SystemExit) as stopped:
        commands.dev.main(["serve"])
    assert stopped.value.code == 4


def test_an_old_python_can_read_far_enough_to_be_told() -> None:
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_locks_hold_hashes_and_no_addresses() -> None:
    for lock in load_dev().LOCKS.values():
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.split(r"\n(?=\S)", text)
        assert all("--hash=sha256:" in pin for pin in pinned if not pin.startswith("#"))


def test_the_locks_pin_all_that_the_project_asks_for() -> None:
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = tables["project"], tables["dependency-groups"]
    extras = project["optional-dependencies"]
    asked = {
        "main": [*project["dependencies"], *extras["demo"], *extras["postgres"], *groups["build"]],
        "dev": groups["dev"],
        "spark": [*groups["spark"], *extras["spark"]],
    }
    for name, lock in load_dev().LOCKS.items():
        pinned = set(re.findall(r"^([a-z0-9-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE))
        assert {NAME.match(wanted)[0].lower() for wanted in asked[name]} <= pinned  # type: ignore[index]
