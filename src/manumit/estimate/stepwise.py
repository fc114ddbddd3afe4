"""The stepwise method: pairs of lists are added while the data are too unlikely without them.

Chan, Silverman and Vincent, "Multiple systems estimation for sparse capture data", JASA 2021. A pair's overlap is
compared with what the model so far expects of it: the one-sided Poisson probability of an overlap as small, or as
large, as seen. The pair with the smallest is added if it is below the threshold and the larger model has a sound fit.
"""

import numpy as np
from scipy.special import gammainc, gammaincc

from manumit.estimate.captures import Captures, Floats
from manumit.estimate.loglinear import Fit, fit, is_sound

THRESHOLD = 0.02


def fit_stepwise(captures: Captures, *, threshold: float = THRESHOLD) -> Fit:
    """The model that stepwise selection ends with, fitted."""
    fitted = fit(captures)
    refused: set[int] = set()
    while True:
        chances = _chances(fitted)
        for number in np.argsort(chances, kind="stable"):
            if chances[number] >= threshold:
                return fitted
            pair = captures.pairs[number]
            if number in refused or pair in (*fitted.pairs, *fitted.empty):
                continue
            larger = fit(captures, (*fitted.pairs, *fitted.empty, pair))
            if is_sound(larger):
                fitted, refused = larger, set()
                break
            refused.add(int(number))
        else:
            return fitted


def _chances(fitted: Fit) -> Floats:
    """For each pair the probability of an overlap at least as far from what is expected, to its own side."""
    captures = fitted.captures
    expected = np.zeros(len(captures.counts))
    expected[fitted.kept] = fitted.expected
    means = np.array([expected[captures.on_both(pair)].sum() for pair in captures.pairs])
    seen = captures.overlaps
    at_most = gammaincc(seen + 1.0, means)
    at_least = np.where(seen > 0, gammainc(np.maximum(seen, 1), means), 1.0)
    chances: Floats = np.minimum(at_most, at_least)
    held = {*fitted.pairs, *fitted.empty}
    chances[[pair in held for pair in captures.pairs]] = 1.0
    return chances
