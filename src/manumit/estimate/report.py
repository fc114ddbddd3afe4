"""The whole account of an estimate: what was counted, what each method makes of it, and how far to trust it.

There is never one number. Methods differ by what they assume of people who are on no list, which the data cannot
tell; the headline is their range, with that said.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from manumit.errors import ManumitError
from manumit.estimate.bootstrap import SAMPLES, bootstrap
from manumit.estimate.captures import Captures
from manumit.estimate.decomposable import MOST_LISTS, average_decomposable
from manumit.estimate.every_model import EveryModel, fit_every_model
from manumit.estimate.latent import fit_latent
from manumit.estimate.loglinear import faults_of, fit
from manumit.estimate.profile import profile_interval
from manumit.estimate.robustness import KnownTruth, Rerun, hide_each_list, with_each_pair_merged, without_each_list
from manumit.estimate.stepwise import fit_stepwise
from manumit.progress import Progress, silent

FEWEST_LISTS = 3
CLOSE_BIC = 6.0
"""Models whose BIC differs by less can hardly be told apart (Raftery 1995: beyond 6 the evidence is strong)."""


class RefusedError(ManumitError):
    """No estimate can be made from these lists; `reasons` says why, for a reader who is no statistician."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("no estimate can be made: " + "; ".join(reasons))


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many people are on both of two lists, and how many would be if the lists knew nothing of each other."""

    one: str
    other: str
    people: int


@dataclass(frozen=True, slots=True)
class Method:
    """What one method gives: the estimate of all people, its 95% interval where it has one, and what it assumes."""

    name: str
    estimate: float
    low: float | None
    high: float | None
    assumes: str


@dataclass(frozen=True, slots=True)
class Report:
    """The account. `sizes` are the people on each list; all estimates are of people in all, seen and not."""

    seen: int
    sizes: dict[str, int]
    overlaps: tuple[Overlap, ...]
    methods: tuple[Method, ...]
    warnings: tuple[str, ...]
    reruns: tuple[Rerun, ...] = ()
    known_truth: tuple[KnownTruth, ...] = ()
    linkage: tuple[float, float] | None = None
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def low(self) -> float:
        """The smallest of the methods' estimates."""
        return min(method.estimate for method in self.methods)

    @property
    def high(self) -> float:
        """The largest of the methods' estimates."""
        return max(method.estimate for method in self.methods)

    @property
    def headline(self) -> str:
        """The range in a sentence, with what it rests on."""
        return (
            f"Between about {rounded(self.low)} and {rounded(self.high)} people in all, of whom {self.seen:,} are on "
            f"a list. The range is that of {len(self.methods)} methods; all assume that the lists are of the same "
            "people, place and time, that nobody joined or left between them, and that records were linked "
            "rightly. They differ in what they assume of people on no list, which no data can tell."
        )

    def as_dict(self) -> dict[str, Any]:
        """The account as plain data with stable names."""
        return asdict(self) | {"headline": self.headline, "low": self.low, "high": self.high}


def rounded(number: float) -> str:
    """A number to two significant digits, as an estimate deserves."""
    if not np.isfinite(number):
        return "no finite number of"
    digits = max(0, len(str(int(number))) - 2)
    return f"{int(round(number, -digits)):,}"


def assess(
    captures: Captures, *, samples: int = SAMPLES, seed: int = 1, latent: bool = True, progress: Progress = silent
) -> Report:
    """Estimate by every method, with warnings and reruns. RefusedError where no estimate can be made."""
    refuse_if_hopeless(captures)
    every = fit_every_model(captures, progress=progress) if len(captures.lists) <= MOST_LISTS else None
    methods = [*_stepwise_and_independent(captures, samples, seed, progress)]
    if every is not None:
        methods += _averages(captures, every)
    if latent:
        progress("fitting latent classes", 0.0)
        classes = fit_latent(captures, seed=seed)
        assumes = f"{classes.classes} unseen kinds of people; within a kind the lists are independent"
        methods.append(Method("latent classes", classes.estimate, None, None, assumes))
    progress("leaving lists out", 0.0)
    reruns = (*without_each_list(captures, stepwise_estimate), *with_each_pair_merged(captures, stepwise_estimate))
    return Report(
        seen=captures.seen,
        sizes={name: int(captures.counts[captures.histories[:, n]].sum()) for n, name in enumerate(captures.lists)},
        overlaps=_overlaps(captures),
        methods=tuple(methods),
        warnings=tuple(_warnings(captures, methods, every)),
        reruns=reruns,
        known_truth=tuple(hide_each_list(captures, stepwise_estimate)),
        settings={"samples": samples, "seed": seed, "threshold": 0.02},
    )


def refuse_if_hopeless(captures: Captures) -> None:
    """Raise RefusedError where the lists cannot carry an estimate."""
    reasons = []
    if len(captures.lists) < FEWEST_LISTS:
        reasons.append(
            f"{len(captures.lists)} lists are too few; three are needed to see whether lists depend on others"
        )
    if captures.seen == 0:
        reasons.append("nobody is on any list")
    elif not captures.overlaps.any():
        reasons.append("no person is on two lists, so nothing tells how many are on none")
    elif len(captures.lists) >= FEWEST_LISTS:
        reasons += [f"even with independent lists {fault}" for fault in faults_of(captures, ())]
    if reasons:
        raise RefusedError(tuple(reasons))


def stepwise_estimate(captures: Captures) -> float:
    """The stepwise estimate; infinite where the model has no finite best fit."""
    fitted = fit_stepwise(captures)
    return fitted.estimate if fitted.converged else float("inf")


def _stepwise_and_independent(captures: Captures, samples: int, seed: int, progress: Progress) -> list[Method]:
    independent = fit(captures)
    booted = bootstrap(
        captures, lambda some: fit_stepwise(some).estimate, samples=samples, seed=seed, progress=progress
    )
    low, high = profile_interval(independent)
    return [
        Method("independent lists", independent.estimate, low, high, "being on one list says nothing of another"),
        Method(
            "stepwise",
            booted.estimate,
            *booted.interval(),
            "lists depend in pairs, where the data show it; the interval chooses the pairs anew for each sample",
        ),
    ]


def _averages(captures: Captures, every: EveryModel) -> list[Method]:
    averaged = average_decomposable(captures)
    return [
        Method("best model by BIC", every.best, None, None, "lists depend in pairs, in the way that fits best"),
        Method("all models by BIC", every.average, *every.interval(), "lists depend in pairs, in any way, by weight"),
        Method(
            "decomposable graphs", averaged.median, *averaged.interval(), "lists depend in chains of groups, by weight"
        ),
    ]


def _overlaps(captures: Captures) -> tuple[Overlap, ...]:
    return tuple(
        Overlap(captures.lists[one], captures.lists[other], int(people))
        for (one, other), people in zip(captures.pairs, captures.overlaps, strict=True)
    )


def _warnings(captures: Captures, methods: list[Method], every: EveryModel | None) -> list[str]:
    said = [_empty_pairs(captures), _wide_interval(captures, methods)]
    if every is not None:
        said[1:1] = [_no_clear_model(every), _close_models_differ(every)]
    return [warning for warning in said if warning]


def _empty_pairs(captures: Captures) -> str | None:
    names = [captures.name_of(pair) for pair, n in zip(captures.pairs, captures.overlaps, strict=True) if n == 0]
    return f"nobody is on both of: {'; '.join(names)}" if names else None


def _no_clear_model(every: EveryModel) -> str | None:
    if every.weights[0] >= 0.5:
        return None
    return f"no model stands out: the best has {every.weights[0]:.0%} of the weight"


def _close_models_differ(every: EveryModel) -> str | None:
    close = every.estimates[every.bic - every.bic[0] < CLOSE_BIC]
    if close.max() <= 1.5 * every.best and close.min() >= every.best / 1.5:
        return None
    return f"models that fit about as well give from {rounded(close.min())} to {rounded(close.max())}"


def _wide_interval(captures: Captures, methods: list[Method]) -> str | None:
    highest = max(method.high for method in methods if method.high is not None)
    if highest <= 5 * captures.seen:
        return None
    return f"an interval reaches {highest / captures.seen:.0f} times the people seen: the lists catch too few"
