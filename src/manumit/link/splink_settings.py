"""A model as settings for Splink, which trains and scores it in batch on DuckDB and Spark."""

from typing import Any

from manumit.link.comparison import Comparison
from manumit.link.conditions import Dialect
from manumit.link.kinds import kind_named
from manumit.link.model import LevelShares, Model

NUMBER = "number"


def settings(model: Model, dialect: Dialect, *, levels: bool = False) -> dict[str, Any]:
    """The settings dictionary of a trained model; with `levels` its predictions hold each comparison's level."""
    comparisons = [_comparison(one, dialect, model.shares[one.name]) for one in model.kind.comparisons]
    return _around(comparisons, dialect) | {
        "probability_two_random_records_match": model.prior,
        "retain_matching_columns": levels,
    }


def untrained_settings(kind_name: str, dialect: Dialect = "duckdb") -> dict[str, Any]:
    """The settings dictionary of a kind whose shares are still to be estimated."""
    return _around([_comparison(one, dialect, None) for one in kind_named(kind_name).comparisons], dialect)


def _around(comparisons: list[dict[str, Any]], dialect: Dialect) -> dict[str, Any]:
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": NUMBER,
        "sql_dialect": dialect,
        "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


def _comparison(comparison: Comparison, dialect: Dialect, shares: tuple[LevelShares, ...] | None) -> dict[str, Any]:
    levels = [
        {
            "sql_condition": comparison.unknown.sql(dialect),
            "label_for_charts": "unknown",
            "is_null_level": True,
        }
    ]
    for number in range(len(comparison.levels), -1, -1):
        level = comparison.level(number)
        entry: dict[str, Any] = {
            "sql_condition": level.condition.sql(dialect) if level else "ELSE",
            "label_for_charts": comparison.words(number),
        }
        if level and level.frequency:
            entry |= {"tf_adjustment_column": level.frequency}
        if shares:
            share = shares[number]
            entry |= {"m_probability": share.m * 2**share.correction, "u_probability": share.u}
        levels.append(entry)
    return {"output_column_name": comparison.name, "comparison_levels": levels}
