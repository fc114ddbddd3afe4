"""Every model with effects of pairs of lists, fitted at once: the best by BIC, and the average over all of them.

With t lists there are 2**(t(t-1)/2) such models: 1,024 for five lists, 32,768 for six. They are fitted together, as
one array of Newton's methods with the effects that a model lacks held at zero. Weights are exp(-BIC / 2), which
approximate the posterior probabilities of the models (Schwarz 1978; Raftery 1995).
"""

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from manumit.errors import InputError
from manumit.estimate.captures import Bools, Captures, Floats, Ints, Pair
from manumit.estimate.loglinear import POSITIVE, design, faults_of, fit
from manumit.progress import Progress, silent

MOST_LISTS = 6
CHUNK = 1_024
ROUNDS = 40
CLOSE = 1e-6
LONGEST_STEP = 3.0
FARTHEST = 25.0
"""Log counts beyond this are on their way to infinity."""


@dataclass(frozen=True)
class EveryModel:
    """All sound models, the best first: estimate and BIC of each, which pairs it holds, and its weight."""

    captures: Captures
    estimates: Floats
    bic: Floats
    pairs: Bools
    weights: Floats
    unsound: int

    @property
    def best(self) -> float:
        """The estimate of the best model."""
        return float(self.estimates[0])

    @property
    def best_pairs(self) -> tuple[Pair, ...]:
        """The pairs in the best model."""
        return tuple(pair for pair, held in zip(self.captures.pairs, self.pairs[0], strict=True) if held)

    @property
    def average(self) -> float:
        """The estimate averaged over models by weight."""
        return float(self.weights @ self.estimates)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The range of estimates that holds `level` of the weight: what the choice of model alone leaves open."""
        order = np.argsort(self.estimates)
        reached = np.cumsum(self.weights[order])
        ends = np.searchsorted(reached, [(1 - level) / 2, (1 + level) / 2 - 1e-12])
        low, high = self.estimates[order][np.minimum(ends, len(order) - 1)]
        return float(low), float(high)


def fit_every_model(captures: Captures, *, progress: Progress = silent) -> EveryModel:
    """Fit all models of pairs. InputError beyond six lists, and where no model is sound.

    A model starts from the fit of the one that lacks its last pair, so few steps are needed.
    """
    if len(captures.lists) > MOST_LISTS:
        said = f"every model of {len(captures.lists)} lists is too many"
        raise InputError(said, remedy=f"merge lists; {MOST_LISTS} are looked through")
    chosen = _subsets(len(captures.pairs))
    together = _Together(captures, chosen)
    with threadpool_limits(1):  # threads cost more than they bring on matrices of twenty rows
        together.fit_all(progress)
    return _ranked(captures, captures.seen + np.exp(together.effects[:, 0]), together.bic, chosen, together.sound)


def _subsets(count: int) -> Bools:
    subsets: Bools = (np.arange(1 << count)[:, None] >> np.arange(count) & 1).astype(np.bool_)
    return subsets


def _ranked(captures: Captures, estimates: Floats, bic: Floats, chosen: Bools, sound: Bools) -> EveryModel:
    """The sound models in order; those in doubt among the better ones are looked at one by one."""
    best = bic[sound].min() if sound.any() else np.inf
    for number in np.flatnonzero(~sound & (bic < best + 20)):
        pairs = [pair for pair, held in zip(captures.pairs, chosen[number], strict=True) if held]
        fitted = fit(captures, pairs)
        if fitted.converged and not faults_of(captures, pairs):
            sound[number], estimates[number], bic[number] = True, fitted.estimate, fitted.bic
    if not sound.any():
        raise InputError("no model of these lists has a finite best fit", remedy="merge lists that hardly overlap")
    kept = np.flatnonzero(sound)
    order = kept[np.argsort(bic[kept], kind="stable")]
    weights = np.exp(-(bic[order] - bic[order[0]]) / 2)
    return EveryModel(
        captures, estimates[order], bic[order], chosen[order], weights / weights.sum(), int((~sound).sum())
    )


class _Together:
    """Newton's methods for many models at once. `effects` holds all effects of each model; those it lacks stay 0."""

    def __init__(self, captures: Captures, chosen: Bools) -> None:
        self.captures, self.chosen = captures, chosen
        self.matrix, self.counts = design(captures, captures.pairs), captures.counts.astype(np.float64)
        self.products = (self.matrix[:, :, None] * self.matrix[:, None, :]).reshape(len(self.matrix), -1)
        self.base = 1 + len(captures.lists)
        self.effects = np.zeros((len(chosen), self.matrix.shape[1]))
        self.effects[0, : self.base] = fit(captures).effects
        self.bic, self.sound = np.full(len(chosen), np.inf), np.zeros(len(chosen), dtype=np.bool_)

    def fit_all(self, progress: Progress) -> None:
        """Fit every model; as many as are done already can be parents of the next."""
        self.fit(np.arange(1))
        done = 1
        while done < len(self.chosen):
            for start in range(done, 2 * done, CHUNK):
                self.fit(np.arange(start, min(start + CHUNK, 2 * done)), parents_before=done)
            done *= 2
            progress("fitting every model", done / len(self.chosen))

    def fit(self, models: Ints, parents_before: int = 0) -> None:
        """Fit some models, each from the effects of the model that stands `parents_before` places before it."""
        lacking = self.captures.overlaps == 0
        chosen = self.chosen[models]
        active = np.hstack([np.ones((len(models), self.base), dtype=np.bool_), chosen & ~lacking]).astype(np.float64)
        left_out = (chosen & lacking).astype(np.float64) @ self.matrix[:, self.base :].T
        takes_part = (left_out == 0).astype(np.float64)
        effects = self.effects[models - parents_before].copy()
        converged = self._climb(effects, active, takes_part)
        self.effects[models] = effects
        expected = self._expected(effects, takes_part)
        logs = np.log(np.maximum(expected, 1e-300))
        likelihood = (takes_part * self.counts * logs - expected).sum(axis=1)
        parameters = self.base + chosen.sum(axis=1)
        self.bic[models] = -2 * likelihood + parameters * np.log(self.captures.seen)
        smallest = np.where(takes_part > 0, expected, np.inf).min(axis=1)
        self.sound[models] = converged & (smallest > POSITIVE)

    def _climb(self, effects: Floats, active: Floats, takes_part: Floats) -> Bools:
        """Take Newton's steps in place, until each model is done or lost; which of them converged.

        Models that are done leave the array, so that the last rounds are short. The error after a step is about the
        square of the step, so a short one is the last.
        """
        converged = np.zeros(len(effects), dtype=np.bool_)
        going: Ints = np.arange(len(effects))
        for _ in range(ROUNDS):
            part = active[going]
            expected = self._expected(effects[going], takes_part[going])
            gradient = ((takes_part[going] * self.counts - expected) @ self.matrix) * part
            step, singular = _solve_together(self._information(expected, part), gradient)
            longest = np.abs(step).max(axis=1)
            step *= np.minimum(1.0, LONGEST_STEP / np.maximum(longest, 1e-300))[:, None]
            effects[going] += step
            done = ~singular & (longest <= CLOSE)
            converged[going[done]] = True
            lost = singular | (np.abs(effects[going]).max(axis=1) > FARTHEST)
            going = going[~(done | lost)]
            if not len(going):
                break
        return converged

    def _expected(self, effects: Floats, takes_part: Floats) -> Floats:
        expected: Floats = np.exp(np.minimum(effects @ self.matrix.T, 60.0)) * takes_part
        return expected

    def _information(self, expected: Floats, active: Floats) -> Floats:
        """The information matrices; an effect that a model lacks has a 1 of its own."""
        columns = self.matrix.shape[1]
        information: Floats = (expected @ self.products).reshape(-1, columns, columns)
        information *= active[:, :, None]
        information *= active[:, None, :]
        places = np.arange(columns)
        information[:, places, places] += 1 - active
        return information


def _solve_together(information: Floats, gradient: Floats) -> tuple[Floats, Bools]:
    """The steps of all models, and which have none because their matrix is singular."""
    singular: Bools = np.zeros(len(gradient), dtype=np.bool_)
    try:
        steps = np.linalg.solve(information, gradient[..., None])[..., 0]
    except np.linalg.LinAlgError:
        singular = np.linalg.slogdet(information)[0] == 0
        information[singular] = np.eye(information.shape[1])
        steps = np.linalg.solve(information, gradient[..., None])[..., 0]
    return steps.astype(np.float64, copy=False), singular
