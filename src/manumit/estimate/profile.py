"""Profile likelihood intervals: the totals under which the data are not much less likely than under the best one.

Cormack, "Interval estimation for mark-recapture studies of closed populations", Biometrics 1992: the dark figure is
put into the table as a count, the model is fitted to all of it, and totals whose multinomial log-likelihood is less
than half a chi-squared quantile below the best are in the interval.
"""

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln
from scipy.stats import chi2

from manumit.estimate.captures import Floats
from manumit.estimate.loglinear import Fit, design, newton

FARTHEST = 1e4
"""An interval that reaches so many times the people seen has no upper end."""


def profile_interval(fitted: Fit, level: float = 0.95) -> tuple[float, float]:
    """The interval for the number of people in all under a fitted model; infinite above where nothing bounds it."""
    profile = _Profile(fitted)
    best = minimize_scalar(
        lambda log_dark: -profile(np.exp(log_dark)),
        bounds=(np.log(max(fitted.dark, 1.0)) - 3, np.log(max(fitted.dark, 1.0)) + 3),
        method="bounded",
        options={"xatol": 1e-6},
    )
    most = float(np.exp(best.x))
    lowest = -float(best.fun) - float(chi2.ppf(level, 1)) / 2
    seen = fitted.captures.seen
    low = _crossing(profile, lowest, 1e-9, most)
    high = _crossing(profile, lowest, most, FARTHEST * seen)
    return seen + (low if low is not None else 0.0), seen + high if high is not None else float("inf")


class _Profile:
    """The log-likelihood of the data with a dark figure, at its best over the effects; a fit starts from the last."""

    def __init__(self, fitted: Fit) -> None:
        matrix = design(fitted.captures, fitted.pairs)[fitted.kept]
        nobody = np.zeros((1, matrix.shape[1]))
        nobody[0, 0] = 1.0
        self.matrix: Floats = np.vstack([nobody, matrix])
        self.counts = fitted.captures.counts[fitted.kept].astype(np.float64)
        self.effects = fitted.effects

    def __call__(self, dark: float) -> float:
        counts = np.concatenate([[dark], self.counts])
        self.effects, expected, _, _ = newton(self.matrix, counts, self.effects)
        total = counts.sum()
        fit = counts @ np.log(np.maximum(expected / expected.sum(), 1e-300))
        return float(gammaln(total + 1) - gammaln(dark + 1) + fit)


def _crossing(profile: _Profile, height: float, start: float, end: float) -> float | None:
    """Where the profile crosses a height between two dark figures; None where it does not."""
    above = profile(start) - height, profile(end) - height
    if above[0] * above[1] > 0:
        return None
    return float(brentq(lambda dark: profile(dark) - height, start, end, rtol=1e-9))
