"""Linking a whole table: the pairs that share a key, scored by Splink with the model, on DuckDB or on Spark."""

import logging
from typing import Any, Literal

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker

from manumit.link.blocking import KEY_CAP, key_table
from manumit.link.model import Model
from manumit.link.splink_settings import ROW, settings
from manumit.progress import Progress, silent

Engine = Literal["duckdb", "spark"]

PAIRS_SQL = f"""
with shared as (select key from keys group by key having count(*) between 2 and {KEY_CAP}),
     kept as (select keys.key, keys.row from keys join shared on keys.key = shared.key)
select distinct '0' as match_key, l.row as join_key_l, r.row as join_key_r
from kept l join kept r on l.key = r.key and l.row < r.row
"""


def link_batch(
    compact: pl.DataFrame,
    model: Model,
    *,
    engine: Engine = "duckdb",
    floor: float = -10.0,
    levels: bool = False,
    progress: Progress = silent,
) -> pl.DataFrame:
    """The links of a compact table: `left`, `right`, `weight`, `probability`; with `levels` a `level_<comparison>` each.

    Pairs below `floor` bits are left out. `left` < `right`; rows are sorted by them.
    """
    if compact.height < 2:
        return pl.DataFrame(schema=_schema(model, levels))
    scored = _score_on_duckdb(compact, model, floor, levels, progress)
    return _named(scored, compact["id"], _schema(model, levels))


def _score_on_duckdb(compact: pl.DataFrame, model: Model, floor: float, levels: bool, progress: Progress) -> pl.DataFrame:
    connection = duckdb.connect()
    progress("finding pairs that share a key", 0.0)
    keys = key_table(model.kind, compact)
    connection.register("keys", keys.to_arrow())
    connection.execute(f"create table pairs as {PAIRS_SQL}")
    connection.unregister("keys")
    progress("weighing the pairs", 0.3)
    fields = compact.select("id", *model.kind.compared_fields).drop("id").with_row_index(ROW)
    api = DuckDBAPI(connection)
    linker = Linker(api.register(fields.to_arrow(), dataset_display_name="mentions"), settings(model, "duckdb", levels=levels), log_level=logging.ERROR)
    for field in model.kind.frequency_fields:
        table = pl.DataFrame(frequency_rows(model, field, compact[field]), schema=[field, f"tf_{field}"], orient="row")
        linker.table_management.register_term_frequency_lookup(api.register(table.to_arrow()), field)
    linker.table_management.register_blocked_pairs_for_predict(api.register(connection.table("pairs")))
    predicted = linker.inference.predict(threshold_match_weight=floor, warning_mode="never")
    progress("weighing the pairs", 1.0)
    return pl.from_arrow(predicted.as_pyarrow_table())  # type: ignore[return-value]


def frequency_rows(model: Model, field: str, values: pl.Series) -> list[tuple[str, float]]:
    """Each distinct known value of a field with the frequency that the model gives it."""
    return [(value, model.frequency(field, value)) for value in values.drop_nulls().unique().to_list()]


def _schema(model: Model, levels: bool) -> dict[str, Any]:
    named = [f"level_{comparison.name}" for comparison in model.kind.comparisons] if levels else []
    return {"left": pl.String, "right": pl.String, "weight": pl.Float64, "probability": pl.Float64} | dict.fromkeys(named, pl.Int8)


def _named(scored: pl.DataFrame, ids: pl.Series, schema: dict[str, Any]) -> pl.DataFrame:
    """Splink's predictions over row numbers as a links table over ids."""
    one, other = ids.gather(scored[f"{ROW}_l"]), ids.gather(scored[f"{ROW}_r"])
    renamed = scored.rename({"match_weight": "weight", "match_probability": "probability"}).rename(
        {column: column.replace("gamma_", "level_", 1) for column in scored.columns if column.startswith("gamma_")}
    )
    ends = renamed.with_columns(left=pl.min_horizontal(one, other), right=pl.max_horizontal(one, other))
    return ends.select(pl.col(column).cast(dtype) for column, dtype in schema.items()).sort("left", "right")
