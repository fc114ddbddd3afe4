"""Correcting a model for what goes together, on pairs whose truth is known.

The shares of a model are counted comparison by comparison, as if one agreement told nothing of the next (Fellegi and
Sunter 1969). For some levels that is far from so: a household shares its address, its telephone and its family name,
and a swapped name shows twice. A kind says which levels these are, and how far they may be bent; a logistic regression
on the pairs that share a key finds by how many bits. All other levels stay as they were counted: a regression on all
of them fits one nation and no other.
"""

from dataclasses import replace

import numpy as np
import polars as pl

from manumit.link.adapting import Floats, key_sharing_pairs, pair_levels, pair_weights
from manumit.link.model import Model

# The pairs count as so many against the levels' own weights; the prior is free, and forgotten afterwards.
PAIRS_COUNTED = 3_000
FREE = 1e-6
ROUNDS = 60
NAT = float(np.log(2))


def calibrated(model: Model, compact: pl.DataFrame, truth: pl.Series) -> Model:
    """The model with its joint levels corrected; `truth` names the subject of each row of the compact table."""
    joint = [
        (place, comparison.name, number, level.joint)
        for place, comparison in enumerate(model.kind.comparisons)
        for number, level in enumerate(reversed(comparison.levels), 1)
        if level.joint
    ]
    if not joint:
        return model
    ends = key_sharing_pairs(compact, model.kind)
    levels = pair_levels(compact, model.kind, ends)
    subject = truth.rank("dense").to_numpy()
    shown = np.stack([levels[place] == number for place, _, number, _ in joint], axis=1)
    bits = pair_weights(model, compact, ends, levels)
    held = np.array([*(1 / (spread * NAT) ** 2 for *_, spread in joint), FREE])
    found = _fitted(*_grouped(shown, bits, subject[ends[0]] == subject[ends[1]]), held) / NAT
    corrections = {(name, number): float(bits) for (_, name, number, _), bits in zip(joint, found, strict=False)}
    shares = {
        name: tuple(
            replace(share, correction=corrections.get((name, number), 0.0)) for number, share in enumerate(shares)
        )
        for name, shares in model.shares.items()
    }
    return replace(model, shares=shares)


def _grouped(shown: Floats, bits: Floats, same: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Pairs that show the same levels and weigh about the same as one row.

    What they show (a last column of ones for the prior), their weight in nats, how many they are, how many are true.
    """
    table = pl.DataFrame([pl.Series(str(place), column) for place, column in enumerate(shown.T)])
    keys = [*table.columns, "bits"]
    counted = table.with_columns(bits=pl.Series(bits).round(1), same=pl.Series(same)).group_by(
        keys, maintain_order=True
    )
    found = counted.agg(count=pl.len(), true=pl.col("same").sum()).cast(pl.Float64)
    design = np.column_stack([found.select(table.columns).to_numpy(), np.ones(found.height)])
    return design, found["bits"].to_numpy() * NAT, found["count"].to_numpy(), found["true"].to_numpy()


def _fitted(design: Floats, weights: Floats, counts: Floats, true: Floats, held: Floats) -> Floats:
    """The corrections in nats under which the weights fit best, by Newton's method."""
    scale = PAIRS_COUNTED / counts.sum()
    found = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(weights + design @ found, -40, 40)))
        slope = scale * design.T @ (true - counts * chance) - held * found
        bend = scale * (design * (counts * chance * (1 - chance))[:, None]).T @ design + np.diag(held)
        step = np.linalg.solve(bend, slope)
        found += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-6:
            break
    return np.asarray(found)
