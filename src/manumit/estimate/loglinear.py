"""Log-linear models of capture histories: the log of each history's expected count is a sum of effects.

A model has a constant (the log of the dark figure), one effect for each list, and effects for some pairs of lists
that hold the same people more, or less, often than by chance (Fienberg 1972; Bishop, Fienberg and Holland 1975).
Where a pair in the model has nobody on both lists, its effect is minus infinity: its histories are left out of the
fit and the rest is fitted without it (extended maximum likelihood: Chan, Silverman and Vincent 2021).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import linprog

from manumit.estimate.captures import Bools, Captures, Floats, Pair

ROUNDS = 60
CLOSE = 1e-11
"""A Newton step shorter than this, relative to the effects, ends a fit."""
FARTHEST = 25.0
"""Log counts beyond this are on their way to infinity."""
POSITIVE = 1e-7
"""An expected count below this is taken for one that the data drive to zero."""


@dataclass(frozen=True)
class Fit:
    """A fitted model: its effects, expected counts of the histories that take part, and whether it converged.

    `pairs` are those in the model whose lists overlap, `empty` those that do not. `constant_error` is the standard
    error of the constant; `estimate` the number of people in all, seen and not.
    """

    captures: Captures
    pairs: tuple[Pair, ...]
    empty: tuple[Pair, ...]
    kept: Bools
    effects: Floats
    expected: Floats
    information: Floats
    converged: bool

    @property
    def dark(self) -> float:
        """The estimated number of people on no list."""
        return float(np.exp(self.effects[0]))

    @property
    def estimate(self) -> float:
        """The estimated number of people in all."""
        return self.captures.seen + self.dark

    @cached_property
    def constant_error(self) -> float:
        """Standard error of the constant, from the information matrix."""
        return float(np.sqrt(np.linalg.inv(self.information)[0, 0]))

    @property
    def log_likelihood(self) -> float:
        """Poisson log-likelihood, without the factorials that all models share."""
        counts = self.captures.counts[self.kept]
        return float(counts @ np.log(np.maximum(self.expected, 1e-300)) - self.expected.sum())

    @property
    def parameters(self) -> int:
        """How many effects the model has, those at minus infinity too."""
        return len(self.effects) + len(self.empty)

    @property
    def bic(self) -> float:
        """Schwarz's criterion with the number of people seen; lower is better."""
        return -2 * self.log_likelihood + self.parameters * float(np.log(self.captures.seen))

    def wald_interval(self, level: float = 0.95) -> tuple[float, float]:
        """The interval for the number in all if this model were known to be right: too narrow if it was chosen."""
        from scipy.stats import norm

        reach = float(norm.ppf(0.5 + level / 2)) * self.constant_error
        seen, constant = self.captures.seen, float(self.effects[0])
        return seen + float(np.exp(constant - reach)), seen + float(np.exp(constant + reach))


def design(captures: Captures, pairs: Sequence[Pair]) -> Floats:
    """The model matrix: a constant, each list, each pair; a row for each history."""
    member = captures.histories
    columns = [np.ones(len(member)), *member.T, *(captures.on_both(pair) for pair in pairs)]
    return np.stack(columns, axis=1).astype(np.float64)


def split_pairs(captures: Captures, pairs: Iterable[Pair]) -> tuple[tuple[Pair, ...], tuple[Pair, ...], Bools]:
    """The pairs that overlap, those that do not, and the histories that take part."""
    overlap = dict(zip(captures.pairs, captures.overlaps, strict=True))
    ordered = sorted(set(pairs))
    empty = tuple(pair for pair in ordered if overlap[pair] == 0)
    kept = np.ones(len(captures.counts), dtype=np.bool_)
    for pair in empty:
        kept &= ~captures.on_both(pair)
    return tuple(pair for pair in ordered if overlap[pair] > 0), empty, kept


def fit(captures: Captures, pairs: Iterable[Pair] = (), *, start: Floats | None = None) -> Fit:
    """Fit a model by Newton's method; `converged` is false where no maximum was reached."""
    present, empty, kept = split_pairs(captures, pairs)
    matrix, counts = design(captures, present)[kept], captures.counts[kept].astype(np.float64)
    effects, expected, information, converged = newton(matrix, counts, start)
    return Fit(captures, present, empty, kept, effects, expected, information, converged)


def newton(matrix: Floats, counts: Floats, start: Floats | None) -> tuple[Floats, Floats, Floats, bool]:
    """Newton's method for Poisson counts, with shorter steps where a whole one would make things worse.

    `matrix` has a row for each count and a column for each effect. Gives the effects, the expected counts, the
    information matrix, and whether it converged.
    """
    effects = _first_guess(matrix, counts) if start is None else start
    expected = np.exp(matrix @ effects)
    value = _objective(matrix, counts, effects, expected)
    information = matrix.T @ (expected[:, None] * matrix)
    for _ in range(ROUNDS):
        try:
            step = np.linalg.solve(information, matrix.T @ (counts - expected))
        except np.linalg.LinAlgError:
            return effects, expected, information, False
        shorter = 1.0
        while True:
            tried = effects + shorter * step
            logs = matrix @ tried
            expected_tried = np.exp(np.minimum(logs, 700))
            value_tried = float(counts @ logs - expected_tried.sum())
            if value_tried >= value - 1e-12 * abs(value) or shorter < 1e-4:
                break
            shorter /= 2
        effects, expected, value = tried, expected_tried, value_tried
        information = matrix.T @ (expected[:, None] * matrix)
        if np.abs(step).max() * shorter <= CLOSE * (1 + np.abs(effects).max()):
            return effects, expected, information, True
        if np.abs(effects).max() > FARTHEST:
            return effects, expected, information, False
    return effects, expected, information, False


def _first_guess(matrix: Floats, counts: Floats) -> Floats:
    """A least-squares fit to the logs of slightly raised counts, weighted by them."""
    raised = counts + 0.1
    weighted = matrix * raised[:, None]
    guess = np.linalg.lstsq(matrix.T @ weighted, weighted.T @ np.log(raised), rcond=None)[0]
    return np.asarray(guess, dtype=np.float64)


def _objective(matrix: Floats, counts: Floats, effects: Floats, expected: Floats) -> float:
    return float(counts @ (matrix @ effects) - expected.sum())


def faults_of(captures: Captures, pairs: Iterable[Pair]) -> tuple[str, ...]:
    """Why a model has no single, finite best fit; nothing where it has.

    The effects are not told apart where the model matrix lacks rank. A maximum exists if some table of positive counts
    has the same totals of each effect as the data (Fienberg and Rinaldo 2012, theorem 3); a linear programme looks for
    one whose smallest count is as large as can be.
    """
    present, _, kept = split_pairs(captures, pairs)
    matrix, counts = design(captures, present)[kept], captures.counts[kept].astype(np.float64)
    faults = []
    if np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        faults.append("its effects cannot be told apart (rank deficient)")
    if _smallest_count(matrix, counts) <= 1e-9:
        faults.append("no maximum of the likelihood exists (Fienberg–Rinaldo)")
    return tuple(faults)


def _smallest_count(matrix: Floats, counts: Floats) -> float:
    """The largest smallest count of tables with the data's totals; 0 where each has a count of 0."""
    cells, effects = matrix.shape
    wanted = np.zeros(cells + 1)
    wanted[-1] = -1.0
    result = linprog(
        wanted,
        A_eq=np.hstack([matrix.T, np.zeros((effects, 1))]),
        b_eq=matrix.T @ counts,
        A_ub=np.hstack([-np.eye(cells), np.ones((cells, 1))]),
        b_ub=np.zeros(cells),
        bounds=[(0, None)] * cells + [(0, None)],
        method="highs",
    )
    return float(-result.fun) if result.status == 0 else 0.0


def is_sound(fitted: Fit) -> bool:
    """Whether a fit is the single, finite best one.

    A converged fit of positive counts is itself the table that the linear programme looks for; only where it is not
    clear is the programme asked.
    """
    if fitted.converged and fitted.expected.min() > POSITIVE and np.linalg.cond(fitted.information) < 1e13:
        return True
    return not faults_of(fitted.captures, (*fitted.pairs, *fitted.empty))
