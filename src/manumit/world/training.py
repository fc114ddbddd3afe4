"""Training the shipped models on made-up nations, whose truth is known: `python -m manumit.world.training`.

No list of a real register is used, so that lists nobody here has seen are met without prejudice; those that are at
hand (FEBRL) are kept for testing only.
"""

from pathlib import Path

from manumit.link.model import Model
from manumit.link.normalise import normalise
from manumit.link.train import train
from manumit.world.making import make_world

PEOPLE = 30_000
SEED = 11
THRESHOLDS = {"person": 0.0, "organisation": 0.0, "contact": 0.0, "place": 3.0, "vehicle": 3.0, "vessel": 0.0}
"""Bits from which a link may merge, chosen on other seeds than the one trained on."""
TRUE_ID = {kind: kind for kind in THRESHOLDS}


def train_shipped(kind: str, *, people: int = PEOPLE, seed: int = SEED) -> Model:
    """The model of a kind as it is shipped."""
    nation = make_world(people, seed=seed, kinds=(kind,))
    compact = normalise(kind, nation.mentions(kind).drop("agency"))
    truth = compact.select("id").join(nation.truth(kind), on="id", how="left", maintain_order="left")
    how = {"world": people, "seed": seed, "by": "python -m manumit.world.training"}
    return train(compact, kind, truth=truth[TRUE_ID[kind]], name=f"{kind}-1", threshold=THRESHOLDS[kind], trained=how)


def main() -> None:
    """Train every kind anew and write the models where they are shipped from."""
    folder = Path(__file__).parents[1] / "link" / "models"
    for kind in THRESHOLDS:
        (folder / f"{kind}.json").write_bytes(train_shipped(kind).to_json())


if __name__ == "__main__":
    main()
