import os
import sys
from collections.abc import Iterator

import polars as pl
import pytest
from pyspark.sql import SparkSession

from manumit.link.batch import link_batch
from manumit.link.explain import explain
from manumit.link.normalise import normalise
from manumit.link.scratch import scratch_database
from tests.manumit.link.toy import PEOPLE, toy_model


@pytest.fixture(scope="module")
def compact() -> pl.DataFrame:
    return normalise("person", pl.DataFrame(PEOPLE, infer_schema_length=None))


def test_links_carry_ends_weight_and_probability(compact: pl.DataFrame) -> None:
    links = link_batch(compact, toy_model("person"), floor=-1e9)
    assert links.columns == ["left", "right", "weight", "probability"]
    assert (links["left"] < links["right"]).all()
    assert links["probability"].is_between(0, 1).all()


def test_links_below_the_floor_are_left_out(compact: pl.DataFrame) -> None:
    everything = link_batch(compact, toy_model("person"), floor=-1e9)
    middle = everything["weight"].sort()[1]
    assert link_batch(compact, toy_model("person"), floor=middle).height == everything.height - 1


def test_levels_are_those_of_the_explanation(compact: pl.DataFrame) -> None:
    model = toy_model("person")
    rows = {row["id"]: row for row in compact.iter_rows(named=True)}
    links = link_batch(compact, model, floor=-1e9, levels=True)
    assert links.height
    for link in links.iter_rows(named=True):
        waterfall = explain(model, rows[link["left"]], rows[link["right"]])
        assert waterfall.weight == pytest.approx(link["weight"], abs=1e-6)
        assert waterfall.probability == pytest.approx(link["probability"], abs=1e-6)
        for step in waterfall.steps:
            assert link[f"level_{step.comparison}"] == step.level


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """An active session that wastes no time on what only large tables repay."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",
    }
    builder = SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def test_spark_gives_the_links_of_duckdb(compact: pl.DataFrame, spark: SparkSession) -> None:
    model = toy_model("person")
    here = link_batch(compact, model, floor=-1e9, levels=True)
    there = link_batch(compact, model, floor=-1e9, levels=True, engine="spark")
    assert here.drop("weight", "probability").equals(there.drop("weight", "probability"))
    assert (here["weight"] - there["weight"]).abs().max() == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("rows", [0, 1])
def test_a_list_too_short_to_pair_has_no_links(compact: pl.DataFrame, rows: int) -> None:
    links = link_batch(compact[:rows], toy_model("person"), levels=True)
    assert links.height == 0
    assert "level_given_name" in links.columns


def test_a_long_query_draws_nothing_on_stdout() -> None:
    shown = scratch_database().execute("select current_setting('enable_progress_bar')").fetchall()
    assert shown == [(False,)]
