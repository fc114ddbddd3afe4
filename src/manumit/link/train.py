"""Training a model with Splink: u from random pairs; m from true pairs where they are known.

Without truth m is estimated by expectation–maximisation.
"""

import logging
from typing import Any

import polars as pl
from splink import DuckDBAPI, Linker

from manumit.errors import InputError
from manumit.link.calibrating import calibrated
from manumit.link.comparison import Kind
from manumit.link.kinds import kind_named
from manumit.link.model import LevelShares, Model
from manumit.link.scratch import scratch_database
from manumit.link.splink_settings import NUMBER, untrained_settings
from manumit.progress import Progress, silent

RANDOM_PAIRS = 2e6
# No level is impossible or certain: what a training list never showed another list will show.
LEAST_M, LEAST_U = 1e-2, 1e-7
FREQUENCIES_KEPT = 1_500


def train(
    compact: pl.DataFrame,
    kind_name: str,
    *,
    truth: pl.Series | None = None,
    name: str,
    threshold: float = 0.0,
    trained: dict[str, Any] | None = None,
    progress: Progress = silent,
) -> Model:
    """A model trained on a compact table.

    With `truth` (one subject id per row) m is counted over its true pairs, and levels that go together are corrected;
    without it, m is estimated by expectation–maximisation over pairs that share a name or a birth date.
    Raises InputError below 100 rows.
    """
    if compact.height < 100:
        raise InputError(f"{compact.height} records are too few to train a model", remedy="give at least 100")
    kind = kind_named(kind_name)
    progress("comparing random pairs", 0.0)
    apart = compact if truth is None else compact.filter(truth.is_first_distinct())
    u_linker = _linker(kind, apart)
    u_linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=1, min_count_per_level=None)
    progress("comparing true pairs", 0.5)
    m_linker = _linker(kind, compact, truth)
    if truth is None:
        _estimate_m(m_linker, kind)
    else:
        m_linker.training.estimate_m_from_label_column("truth")
    progress("comparing true pairs", 1.0)
    model = Model(
        kind_name=kind_name,
        version=name,
        prior=1 / compact.height,
        shares=_shares(kind, m_linker, u_linker),
        frequencies={field: _frequencies(compact[field]) for field in kind.frequency_fields},
        usual={field: _usual(compact[field]) for field in kind.frequency_fields},
        threshold=threshold,
        trained={"records": compact.height, "labelled": truth is not None, **(trained or {})},
    )
    return model if truth is None else calibrated(model, compact, truth)


def _linker(kind: Kind, compact: pl.DataFrame, truth: pl.Series | None = None) -> Linker:
    fields = compact.select(kind.compared_fields).with_row_index(NUMBER)
    if truth is not None:
        fields = fields.with_columns(truth.alias("truth"))
    api = DuckDBAPI(scratch_database())
    return Linker(
        api.register(fields.to_arrow(), dataset_display_name="mentions"),
        untrained_settings(kind.name),
        log_level=logging.ERROR,
    )


def _estimate_m(linker: Linker, kind: Kind) -> None:
    for fields in kind.training_blocks:
        rule = " and ".join(f"l.{field} = r.{field}" for field in fields)
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=RANDOM_PAIRS)


def _shares(kind: Kind, m_linker: Linker, u_linker: Linker) -> dict[str, tuple[LevelShares, ...]]:
    m, u = _estimates(m_linker, "m_probability"), _estimates(u_linker, "u_probability")
    return {
        comparison.name: tuple(
            _level_shares(one, other) for one, other in zip(m[comparison.name], u[comparison.name], strict=True)
        )
        for comparison in kind.comparisons
    }


def _level_shares(m: float | None, u: float | None) -> LevelShares:
    """A level's shares; one that neither true nor random pairs showed says nothing, until a list teaches it."""
    if m is None and u is None:
        return LevelShares(1.0, 1.0)
    return LevelShares(max(m or 0.0, LEAST_M), max(u or 0.0, LEAST_U))


def _estimates(linker: Linker, share: str) -> dict[str, list[float | None]]:
    """Per comparison the estimates of its levels, from "different" upwards; None where nothing was seen."""
    saved = linker.misc.save_model_to_json()
    return {
        comparison["output_column_name"]: [level.get(share) for level in reversed(comparison["comparison_levels"][1:])]
        for comparison in saved["comparisons"]
    }


def _frequencies(values: pl.Series) -> dict[str, float]:
    """The commonest values of a field, each with its share of the known values."""
    known = values.drop_nulls()
    counted = known.value_counts(sort=True, name="count").filter(pl.col("count") > 1).head(FREQUENCIES_KEPT)
    return {value: count / known.len() for value, count in counted.iter_rows()}


def _usual(values: pl.Series) -> float:
    """The share of a value that is not among the commonest: what is left, spread over the values left."""
    known = values.drop_nulls()
    counted = known.value_counts(sort=True, name="count")["count"]
    rest = counted.slice(len(_frequencies(values)))
    return float(rest.sum() / rest.len() / known.len()) if rest.len() else 1 / max(known.len(), 1)
