"""Seeded chance: every draw of the made-up nation comes from a stream named by the seed, a stage and a
block.
"""

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Text = NDArray[np.object_]
"""Strings, one a row; None where nothing is known."""
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_LETTERS = np.frombuffer(b"0123456789abcdefghjkmnpqrstvwxyz", dtype=np.uint8)


def stream(seed: int, stage: str, block: int = 0) -> np.random.Generator:
    """The random numbers of one stage of one block; no other stage or block disturbs them."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(stage.encode()), block])))


def cumulative(weights: Sequence[float] | Floats) -> Floats:
    """Weights as their running sum, ending at 1: the form from which `draw` picks."""
    total = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.asarray(total / total[-1], dtype=np.float64)


def draw(rng: np.random.Generator, weights: Floats, count: int) -> Ints:
    """`count` positions drawn by cumulative weights."""
    picked = np.searchsorted(weights, rng.random(count), side="right")
    return np.minimum(picked, len(weights) - 1).astype(np.int64)


def draw_rows(rng: np.random.Generator, weights: Floats) -> Ints:
    """One position a row, each row with its own cumulative weights (rows by choices)."""
    return np.asarray((rng.random(len(weights))[:, None] > weights[:, :-1]).sum(axis=1), dtype=np.int64)


def zipf(count: int, exponent: float = 0.8, shift: float = 2.7) -> Floats:
    """Weights falling with rank as names and towns do (Zipf–Mandelbrot)."""
    return np.asarray(1.0 / (np.arange(count) + shift) ** exponent, dtype=np.float64)


def texts(values: Sequence[Any]) -> Text:
    """Strings as an array of objects, also when they are of one length."""
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


def ids(prefix: str, seed: int, block: int, count: int) -> Text:
    """`count` identifiers that are unique in the world and tell nothing of whom they name.

    A one-to-one scrambling (splitmix64) of seed, block and position, written in 13 letters and digits.
    """
    base = np.uint64(block) * np.uint64(1 << 26) + np.arange(count, dtype=np.uint64)
    offset = np.uint64(zlib.crc32(f"{prefix}:{seed}".encode()) << 31)
    mixed = _scrambled(base + offset)
    shifts = np.arange(60, -1, -5, dtype=np.uint64)
    letters = _LETTERS[((mixed[:, None] >> shifts) & np.uint64(31)).astype(np.int64)]
    return texts([prefix + word for word in np.ascontiguousarray(letters).view("S13").ravel().astype("U13").tolist()])


def _scrambled(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(value ^ (value >> np.uint64(31)), dtype=np.uint64)
