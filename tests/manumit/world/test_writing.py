import hashlib
from pathlib import Path

import polars as pl
import pytest

from manumit.world import make_world, write_world


def test_written_tables_equal_those_in_memory(tmp_path: Path) -> None:
    rows = write_world(tmp_path, 10_050, seed=4)
    world = make_world(10_050, seed=4)
    assert {path.stem for path in tmp_path.iterdir()} == set(world.tables) == set(rows)
    for name, table in world.tables.items():
        assert pl.read_parquet(tmp_path / f"{name}.parquet").equals(table), name
        assert rows[name] == table.height


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    def digests(folder: Path) -> dict[str, str]:
        write_world(folder, 300, seed=9)
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}

    assert digests(tmp_path / "one") == digests(tmp_path / "two")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError])
def test_a_run_that_is_stopped_leaves_nothing(tmp_path: Path, stop: type[BaseException]) -> None:
    def stopped(_stage: str, done: float) -> None:
        if done >= 0.5:
            raise stop

    with pytest.raises(stop):
        write_world(tmp_path / "new", 20_000, kinds=("person", "vessel"), progress=stopped)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_stopped_keeps_what_was_there(tmp_path: Path) -> None:
    write_world(tmp_path, 200, seed=1, kinds=("vessel",))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def stopped(_stage: str, _done: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_world(tmp_path, 200, seed=2, kinds=("vessel",), progress=stopped)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
