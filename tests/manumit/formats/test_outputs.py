"""All files of a run appear at its end, or none does."""

import signal
from pathlib import Path

import polars as pl
import pytest

from manumit.errors import InputError
from manumit.formats.outputs import Outputs, check_outputs

TABLE = pl.DataFrame({"id": ["1"]})


def test_files_appear_when_all_is_done_and_not_before(tmp_path: Path) -> None:
    with Outputs() as files:
        files.table(TABLE, tmp_path / "a.csv")
        files.text("said", tmp_path / "b.svg")
        assert not (tmp_path / "a.csv").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.svg"]


def write_and_fail(folder: Path, error: type[BaseException]) -> None:
    with Outputs() as files:
        files.table(TABLE, folder / "a.csv")
        files.table(TABLE, folder / "b.csv")
        raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_failure_leaves_what_was_there(tmp_path: Path, error: type[BaseException]) -> None:
    (tmp_path / "a.csv").write_text("old")
    with pytest.raises(error):
        write_and_fail(tmp_path, error)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.csv", "old")]


def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(InputError, match="cannot be written"), Outputs() as files:
        files.table(TABLE, gone / "a.parquet")


def test_ctrl_c_is_heard_again_afterwards(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    with Outputs() as files:
        files.table(TABLE, tmp_path / "a.csv")
    assert signal.getsignal(signal.SIGINT) is before


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="asked for twice"):
        check_outputs(tmp_path / "a.csv", tmp_path / "." / "a.csv")
    check_outputs(tmp_path / "a.csv", None, tmp_path / "b.csv")
