"""What a list at hand teaches a model: what is common in it, how often chance agrees, how many mentions have a double.

In a list of one village everybody shares the town, in a list of schoolchildren the year of birth, in Vietnam a few
family names: each such agreement then says less. And a register that was cleaned holds fewer doubles than a pile of
tips. None of it needs truth: random pairs are hardly ever true ones, and the pairs that share a key hold nearly all
true ones (expectation-maximisation of the prior alone; Winkler 2000).
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from manumit.link.blocking import pairs_sql
from manumit.link.comparison import DIFFERENT_LEVEL, UNKNOWN_LEVEL, Comparison, Kind
from manumit.link.model import LevelShares, Model
from manumit.link.scratch import scratch_database

SHORTEST_LIST = 100
# A list at hand outweighs the model's frequencies once it holds clearly more values than this.
FREQUENCY_MEMORY = 2_000
RANDOM_PAIRS = 50_000
# How firmly a model's share of chance agreements is held: as if it had been counted on so many agreements.
AGREEMENTS_REMEMBERED = 4.0
# The mentions among which doubles are counted; and the true pairs that "one double each" is worth before counting.
SAMPLE, PAIRS_REMEMBERED = 10_000, 20.0
ROUNDS = 30
# A register without a single double must still find the record that comes in next.
FEWEST_DOUBLES = 0.1
# How firmly a model's share of true agreements is held: as if it had been counted on so many true pairs.
TRUE_REMEMBERED = 1_500.0
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def adapted(model: Model, compact: pl.DataFrame) -> Model:
    """The model for a list at hand: value frequencies, chance agreements and prior are the list's as far as it shows.

    The longer the list, the more its own figures count. A list of fewer than a hundred only has its length counted.
    """
    blended = {name: _frequencies(model, name, compact[name]) for name in model.kind.frequency_fields}
    fitted = replace(
        model,
        frequencies={name: values for name, (values, _) in blended.items()},
        usual={name: usual for name, (_, usual) in blended.items()},
        prior=1 / max(compact.height, SHORTEST_LIST),
    )
    if compact.height < SHORTEST_LIST:
        return fitted
    fitted = replace(fitted, shares=_shares(fitted, compact))
    return _with_doubles(fitted, compact)


def _frequencies(model: Model, name: str, values: pl.Series) -> tuple[dict[str, float], float]:
    """A field's frequencies in the list and the model together, and the one of a value seen once or never."""
    counted = values.drop_nulls().value_counts(name="count")
    total = int(counted["count"].sum()) + FREQUENCY_MEMORY
    before, usual = model.frequencies.get(name, {}), model.usual.get(name, 1 / FREQUENCY_MEMORY)
    blended = {value: FREQUENCY_MEMORY * share / total for value, share in before.items()}
    for value, count in counted.filter((pl.col("count") > 1) | pl.col(name).is_in(list(blended))).iter_rows():
        blended[value] = blended.get(value, FREQUENCY_MEMORY * usual / total) + count / total
    return blended, (1 + FREQUENCY_MEMORY * usual) / total


def _shares(model: Model, compact: pl.DataFrame) -> dict[str, tuple[LevelShares, ...]]:
    """The model's shares, with those of random pairs as the list shows them.

    Pairs of the sample that the model calls true are not counted. Each level moves from the model's share as far as
    the list has shown enough agreements to say otherwise.
    """
    draw = np.random.default_rng(1).integers(0, compact.height, (2, RANDOM_PAIRS))
    levels = pair_levels(compact, model.kind, draw[:, draw[0] != draw[1]])
    untrue = 1 / (1 + np.exp2(np.clip(_weights(model, levels), -60, 60)))
    shares = {}
    for comparison, column in zip(model.kind.comparisons, levels, strict=True):
        before, known = model.shares[comparison.name], column >= DIFFERENT_LEVEL
        seen = np.bincount(column[known], weights=untrue[known], minlength=len(before))
        weighed = AGREEMENTS_REMEMBERED / np.array([level.u for level in before]) + seen.sum()
        chance = np.minimum((AGREEMENTS_REMEMBERED + seen) / weighed, 1.0).tolist()
        shares[comparison.name] = tuple(replace(level, u=u) for level, u in zip(before, chance, strict=True))
    return shares


def _with_doubles(model: Model, compact: pl.DataFrame) -> Model:
    """The model with its prior, and a little of its shares of true pairs, as the pairs that share a key show them."""
    size = min(SAMPLE, compact.height)
    sample = compact.sample(size, seed=1) if size < compact.height else compact
    ends = key_sharing_pairs(sample, model.kind)
    levels = pair_levels(sample, model.kind, ends)
    weights = pair_weights(model, sample, ends, levels)
    odds = np.exp2(np.clip(weights - model.prior_weight, -60, 60))
    expected = size * (size / compact.height) / 2  # true pairs in the sample if each mention has one double in the list
    prior = model.prior
    for _ in range(ROUNDS):
        true = odds * prior / (1 - prior + odds * prior)
        doubles = (float(true.sum()) + PAIRS_REMEMBERED) / (expected + PAIRS_REMEMBERED)
        prior = min(max(doubles, FEWEST_DOUBLES) / compact.height, 0.25)
    true = odds * prior / (1 - prior + odds * prior)
    return replace(model, prior=prior, shares=_true_shares(model, levels, true))


def _true_shares(model: Model, levels: Ints, true: Floats) -> dict[str, tuple[LevelShares, ...]]:
    """The model's shares, with those of true pairs moved towards the pairs that are probably `true`."""
    shares = {}
    for comparison, column in zip(model.kind.comparisons, levels, strict=True):
        before, known = model.shares[comparison.name], column >= DIFFERENT_LEVEL
        seen = np.bincount(column[known], weights=true[known], minlength=len(before))
        share = (TRUE_REMEMBERED * np.array([level.m for level in before]) + seen) / (TRUE_REMEMBERED + seen.sum())
        shares[comparison.name] = tuple(replace(level, m=m) for level, m in zip(before, share.tolist(), strict=True))
    return shares


def key_sharing_pairs(compact: pl.DataFrame, kind: Kind) -> Ints:
    """The pairs of a compact table that share a key, by their positions (two rows)."""
    connection = scratch_database()
    connection.register("mention", compact.with_columns(number=pl.int_range(pl.len(), dtype=pl.Int32)).to_arrow())
    found = pl.DataFrame(connection.sql(pairs_sql(kind, "duckdb", "mention")).to_arrow_table())
    return found.select("join_key_l", "join_key_r").to_numpy().T.astype(np.int64)


def pair_levels(compact: pl.DataFrame, kind: Kind, ends: Ints) -> Ints:
    """The level of each comparison (rows) for pairs of mentions given by their positions (two rows)."""
    fields = compact.select(kind.compared_fields)
    sides = [
        fields[end].rename({field: f"{field}_{side}" for field in fields.columns})
        for side, end in zip("lr", ends, strict=True)
    ]
    connection = scratch_database()
    connection.register("pair", pl.concat(sides, how="horizontal").to_arrow())
    levels = ", ".join(f"{_level_sql(each)} as level_{number}" for number, each in enumerate(kind.comparisons))
    found = pl.DataFrame(connection.sql(f"select {levels} from pair").to_arrow_table())
    return found.to_numpy().T.astype(np.int64)


def _level_sql(comparison: Comparison) -> str:
    """The number of a pair's level, as `Comparison.level_of` finds it."""
    cases = [f"when {comparison.unknown.sql('duckdb')} then {UNKNOWN_LEVEL}"]
    cases += [
        f"when {level.condition.sql('duckdb')} then {number}"
        for number, level in zip(range(len(comparison.levels), 0, -1), comparison.levels, strict=True)
    ]
    return f"case {' '.join(cases)} else {DIFFERENT_LEVEL} end"


def _weights(model: Model, levels: Ints) -> Floats:
    """The weights of pairs in bits, prior included, without the rarity of their values."""
    weight = np.full(levels.shape[1], model.prior_weight)
    for comparison, column in zip(model.kind.comparisons, levels, strict=True):
        bits = [level.weight for level in model.shares[comparison.name]]
        weight += np.array([*bits, 0.0])[column]  # the last is for "unknown", -1
    return weight


def pair_weights(model: Model, compact: pl.DataFrame, ends: Ints, levels: Ints) -> Floats:
    """The weights of pairs in bits, as `Model.weight` gives them one by one."""
    return _weights(model, levels) + _rarity(model, compact, ends, levels)


def _rarity(model: Model, compact: pl.DataFrame, ends: Ints, levels: Ints) -> Floats:
    """The bits that the rarity of their values adds to pairs, as `Model.level_weight` adds them."""
    rarity = np.zeros(levels.shape[1])
    for comparison, column in zip(model.kind.comparisons, levels, strict=True):
        for number, level in enumerate(reversed(comparison.levels), 1):
            if level.frequency is None:
                continue
            at = np.flatnonzero(column == number)
            commoner = _frequency_of(model, compact, level.frequency)[ends[:, at]].max(axis=0)
            average = model.shares[comparison.name][comparison.equal_level(level.frequency)].u
            rarity[at] += np.where(commoner > 0, np.log2(average) - np.log2(np.maximum(commoner, 1e-12)), 0.0)
    return rarity


def _frequency_of(model: Model, compact: pl.DataFrame, field: str) -> Floats:
    """The share of each mention's value in a field; 0 where it has none."""
    found = compact[field].replace_strict(
        model.frequencies.get(field, {}), default=model.usual.get(field, 1.0), return_dtype=pl.Float64
    )
    return found.zip_with(compact[field].is_not_null(), pl.zeros(1, eager=True)).to_numpy()
