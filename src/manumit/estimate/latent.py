"""Latent classes: people of a few unseen kinds, each kind caught by each list with its own probability.

Within a class the lists are independent; between classes they are not, which makes lists overlap more or less than by
chance (Goodman 1974; Manrique-Vallier 2016 for the same model in a Bayesian form). Fitted by expectation–maximisation
over the people seen, given that they were seen, from several starts; the number of classes by BIC.
"""

from dataclasses import dataclass

import numpy as np

from manumit.estimate.captures import Captures, Floats

MOST_CLASSES = 4
STARTS = 12
ROUNDS = 2_000
CLOSE = 1e-8


@dataclass(frozen=True)
class LatentFit:
    """A fitted latent-class model: how many classes, the estimate of all people, and its BIC."""

    classes: int
    estimate: float
    bic: float


def fit_latent(captures: Captures, *, seed: int = 1) -> LatentFit:
    """The latent-class model with the number of classes that BIC prefers.

    With t lists there can be no more classes than the table can tell apart: k(t + 1) - 1 < 2**t - 1.
    """
    lists = len(captures.lists)
    most = max(k for k in range(1, MOST_CLASSES + 1) if k == 1 or k * (lists + 1) - 1 < (1 << lists) - 1)
    return min((_fit(captures, classes, seed) for classes in range(1, most + 1)), key=lambda fitted: fitted.bic)


def _fit(captures: Captures, classes: int, seed: int) -> LatentFit:
    random = np.random.default_rng(seed)
    found = [_climb(captures, classes, random) for _ in range(STARTS if classes > 1 else 1)]
    likelihood, unseen = max(found)
    parameters = classes * (len(captures.lists) + 1) - 1
    bic = -2 * likelihood + parameters * float(np.log(captures.seen))
    return LatentFit(classes, captures.seen / max(1 - unseen, 1e-12), bic)


def _climb(captures: Captures, classes: int, random: np.random.Generator) -> tuple[float, float]:
    """The log-likelihood given that people were seen, and the share never seen, at the end of one climb."""
    member = captures.histories.astype(np.float64)
    counts = captures.counts.astype(np.float64)
    weights = random.dirichlet(np.ones(classes))
    caught = random.uniform(0.02, 0.6, size=(classes, member.shape[1]))
    before, likelihood, unseen = -np.inf, -np.inf, weights
    for _ in range(ROUNDS):
        share = _shares(member, weights, caught)
        unseen = weights * np.prod(1 - caught, axis=1)
        seen_share = 1 - unseen.sum()
        likelihood = float(counts @ np.log(np.maximum(share.sum(axis=1), 1e-300)) - counts.sum() * np.log(seen_share))
        if likelihood - before < CLOSE * abs(likelihood):
            break
        before = likelihood
        belongs = counts[:, None] * share / np.maximum(share.sum(axis=1, keepdims=True), 1e-300)
        never = counts.sum() * unseen / seen_share
        sizes = belongs.sum(axis=0) + never
        caught = np.clip(belongs.T @ member / sizes[:, None], 1e-9, 1 - 1e-9)
        weights = sizes / sizes.sum()
    return likelihood, float(unseen.sum())


def _shares(member: Floats, weights: Floats, caught: Floats) -> Floats:
    """The probability of each history and class."""
    logs = member @ np.log(caught).T + (1 - member) @ np.log1p(-caught).T
    shares: Floats = weights * np.exp(logs)
    return shares
