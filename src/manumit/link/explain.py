"""Why a pair weighs what it weighs: the waterfall from the prior, comparison by comparison, to the probability."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from manumit.link.comparison import UNKNOWN_LEVEL, Comparison
from manumit.link.conditions import Fields
from manumit.link.model import Model, probability


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison of a pair: the level in words, the bits it adds, and the two values compared."""

    comparison: str
    level: int
    words: str
    weight: float
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The whole account of a pair. `prior` plus the steps' weights is `weight`, in bits."""

    kind: str
    model: str
    prior: float
    steps: tuple[Step, ...]
    weight: float
    probability: float

    def as_dict(self) -> dict[str, Any]:
        """The account as plain data with stable names."""
        steps = [{name: getattr(step, name) for name in Step.__slots__} for step in self.steps]
        return {
            "kind": self.kind,
            "model": self.model,
            "prior": self.prior,
            "steps": steps,
            "weight": self.weight,
            "probability": self.probability,
        }

    def as_text(self) -> str:
        """The account as a table of plain text; a line of dots where nothing is known on both sides."""
        width = max((len(step.words) for step in self.steps), default=0)
        lines = [f"{'before looking: ' + one_in(self.prior):<{width}}  {self.prior:+7.2f}"]
        for step in self.steps:
            bits = "      ." if step.level == UNKNOWN_LEVEL else f"{step.weight:+7.2f}"
            lines.append(f"{step.words:<{width}}  {bits}  {step.left or '-'} | {step.right or '-'}")
        lines.append(
            f"{'in all: ' + one_in(self.weight):<{width}}  {self.weight:+7.2f}  probability {self.probability:.6f}"
        )
        return "\n".join(lines)


def one_in(weight: float) -> str:
    """A weight in bits as odds that people can picture."""
    if weight < 0:
        return f"1 in {2**-weight + 1:,.0f}"
    return f"{2**weight:,.0f} to 1"


def explain(model: Model, left: Fields, right: Fields) -> Waterfall:
    """The waterfall of two compact mentions; the sum is what batch and live give the pair."""
    steps = tuple(_step(model, comparison, left, right) for comparison in model.kind.comparisons)
    weight = model.prior_weight + sum(step.weight for step in steps)
    return Waterfall(model.kind_name, model.version, model.prior_weight, steps, weight, probability(weight))


def _step(model: Model, comparison: Comparison, left: Fields, right: Fields) -> Step:
    level = comparison.level_of(left, right)
    words = (
        comparison.words(level) if level != UNKNOWN_LEVEL else f"{comparison.name.replace('_', ' ')}: not known on both"
    )
    return Step(
        comparison.name,
        level,
        words,
        model.level_weight(comparison, level, left, right),
        _shown(comparison, left),
        _shown(comparison, right),
    )


def _shown(comparison: Comparison, fields: Mapping[str, Any]) -> str:
    values = (fields[field] for field in comparison.shows)
    texts = (", ".join(value) if isinstance(value, list) else str(value) for value in values if value is not None)
    return " ".join(dict.fromkeys(texts))
