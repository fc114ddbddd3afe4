"""Bootstrap intervals that choose the model anew for each sample, so that the choice's own uncertainty is in them.

BCa intervals (DiCiccio and Efron, "Bootstrap confidence intervals", Statistical Science 1996) as Chan, Silverman and
Vincent (2021) use them: samples of as many people as were seen, by history; acceleration from leaving out one person.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from manumit.estimate.captures import Captures, Floats, Ints
from manumit.progress import Progress, silent

Estimator = Callable[[Captures], float]
SAMPLES = 1_000


@dataclass(frozen=True)
class Bootstrap:
    """The estimate, what the samples gave (sorted), and the acceleration of BCa."""

    estimate: float
    samples: Floats
    acceleration: float

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The BCa interval; from the plain quantiles where every sample is on one side of the estimate."""
        tails = np.array([(1 - level) / 2, (1 + level) / 2])
        below = np.clip(np.mean(self.samples < self.estimate), 0.5 / len(self.samples), 1 - 0.5 / len(self.samples))
        shift = norm.ppf(below)
        moved = shift + norm.ppf(tails)
        adjusted = norm.cdf(shift + moved / (1 - self.acceleration * moved))
        low, high = np.quantile(self.samples, adjusted)
        return float(low), float(high)


def bootstrap(
    captures: Captures,
    estimator: Estimator,
    *,
    samples: int = SAMPLES,
    seed: int = 1,
    progress: Progress = silent,
) -> Bootstrap:
    """Estimate again from samples of the same number of people, and with each person left out in turn."""
    random = np.random.default_rng(seed)
    shares = captures.counts / captures.seen
    drawn = random.multinomial(captures.seen, shares, size=samples)
    estimates = np.empty(samples)
    for number, counts in enumerate(drawn):
        estimates[number] = estimator(captures.with_counts(counts))
        if number % 20 == 0:
            progress("sampling again", number / samples)
    return Bootstrap(estimator(captures), np.sort(estimates), _acceleration(captures, estimator))


def _acceleration(captures: Captures, estimator: Estimator) -> float:
    """From the estimates with one person left out: of each history one, counted as often as it was seen."""
    histories = np.flatnonzero(captures.counts)
    weights = captures.counts[histories]
    one_less = np.array([estimator(captures.with_counts(_less_one(captures, int(each)))) for each in histories])
    away = weights @ one_less / weights.sum() - one_less
    spread = weights @ away**2
    return float(weights @ away**3 / (6 * spread**1.5)) if spread > 0 else 0.0


def _less_one(captures: Captures, history: int) -> Ints:
    counts = captures.counts.copy()
    counts[history] -= 1
    return counts
