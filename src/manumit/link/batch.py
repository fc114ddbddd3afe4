"""Linking a whole table: the pairs that share a key, scored by Splink with the model, on DuckDB or on Spark."""

import logging
from typing import Any, Literal

import polars as pl
import pyarrow as pa
from splink import DuckDBAPI, Linker
from splink.internals.database_api import DatabaseAPI
from splink.internals.splink_dataframe import SplinkDataFrame

from manumit.link.blocking import pairs_sql
from manumit.link.conditions import Dialect
from manumit.link.model import Model
from manumit.link.scratch import scratch_database
from manumit.link.splink_settings import NUMBER, settings
from manumit.progress import Progress, silent

Engine = Literal["duckdb", "spark"]


def link_batch(
    compact: pl.DataFrame,
    model: Model,
    *,
    engine: Engine = "duckdb",
    floor: float = -10.0,
    levels: bool = False,
    progress: Progress = silent,
) -> pl.DataFrame:
    """The links of a compact table: `left`, `right`, `weight`, `probability`; with `levels` also `level_<comparison>`.

    Pairs below `floor` bits are left out. `left` < `right`; rows are sorted by them. `spark` needs the extra of that
    name and Java; it runs in the active Spark session, or in a local one.
    """
    if compact.height < 2:
        return pl.DataFrame(schema=_schema(model, levels))
    numbers = pl.int_range(compact.height, dtype=pl.Int32, eager=True).alias(NUMBER)  # Spark knows no unsigned numbers
    numbered = compact.drop("id").with_columns(numbers).to_arrow()
    if engine == "spark":
        from manumit.link.spark import score_on_spark  # pyspark is an extra

        scored = score_on_spark(numbered, model, floor, levels, progress)
    else:
        scored = _score_on_duckdb(numbered, model, floor, levels, progress)
    return _named(scored, compact["id"], _schema(model, levels))


def _score_on_duckdb(mentions: pa.Table, model: Model, floor: float, levels: bool, progress: Progress) -> pa.Table:
    connection = scratch_database()
    connection.execute("set preserve_insertion_order = false")  # links are sorted in the end; this saves memory
    connection.register("mentions", mentions)
    progress("finding pairs that share a key", 0.0)
    connection.execute(f"create table pairs as {pairs_sql(model.kind, 'duckdb', 'mentions')}")
    progress("weighing the pairs", 0.4)
    compared = connection.table("mentions").select(NUMBER, *model.kind.compared_fields)
    api = DuckDBAPI(connection)
    scored = predict(
        api, api.register(compared), api.register(connection.table("pairs")), mentions, model, floor, levels
    )
    result = scored.as_pyarrow_table()
    progress("weighing the pairs", 1.0)
    return result


def predict(
    api: DatabaseAPI[Any],
    compared: SplinkDataFrame,
    pairs: SplinkDataFrame,
    mentions: pa.Table,
    model: Model,
    floor: float,
    levels: bool,
) -> SplinkDataFrame:
    """Splink's predictions for blocked pairs of compared mentions, with the model's own shares and frequencies."""
    dialect: Dialect = "duckdb" if isinstance(api, DuckDBAPI) else "spark"
    linker = Linker(compared, settings(model, dialect, levels=levels), log_level=logging.ERROR)
    tables = linker.table_management
    for field in model.kind.frequency_fields:
        tables.register_term_frequency_lookup(api.register(_frequency_table(model, field, mentions[field])), field)
    tables.register_blocked_pairs_for_predict(pairs)
    return linker.inference.predict(threshold_match_weight=floor, warning_mode="never")


def _frequency_table(model: Model, field: str, values: pa.ChunkedArray) -> pa.Table:
    """Each distinct known value of a field with the frequency that the model gives it."""
    known = values.drop_null().unique().to_pylist()
    frequencies = pa.array([model.frequency(field, value) for value in known], pa.float64())
    return pa.table({field: pa.array(known, pa.string()), f"tf_{field}": frequencies})


def _schema(model: Model, levels: bool) -> dict[str, Any]:
    named = [f"level_{comparison.name}" for comparison in model.kind.comparisons] if levels else []
    ends = {"left": pl.String, "right": pl.String, "weight": pl.Float64, "probability": pl.Float64}
    return ends | dict.fromkeys(named, pl.Int8)


def _named(scored: pa.Table, ids: pl.Series, schema: dict[str, Any]) -> pl.DataFrame:
    """Splink's predictions over the mentions' numbers as a links table over their ids."""
    predicted = pl.DataFrame(scored).rename({"match_weight": "weight", "match_probability": "probability"})
    levels = {column: column.replace("gamma_", "level_", 1) for column in predicted.columns if "gamma_" in column}
    one, other = ids.gather(predicted[f"{NUMBER}_l"]), ids.gather(predicted[f"{NUMBER}_r"])
    ends = predicted.rename(levels).with_columns(
        left=pl.min_horizontal(one, other), right=pl.max_horizontal(one, other)
    )
    return ends.select(pl.col(column).cast(dtype) for column, dtype in schema.items()).sort("left", "right")
