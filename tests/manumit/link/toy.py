"""A small model of any kind with made-up shares, and mentions to try it on."""

from manumit.link.kinds import kind_named
from manumit.link.model import LevelShares, Model


def toy_model(kind: str) -> Model:
    """A model in which each level says twice as much as the one below it."""
    comparisons = kind_named(kind).comparisons
    return Model(
        kind_name=kind,
        version="toy",
        prior=0.01,
        shares={
            one.name: tuple(LevelShares(0.3, 0.9 / 4**level) for level in range(len(one.levels) + 1))
            for one in comparisons
        },
        frequencies={"given": {"maria": 0.05}, "name": {"maria": 0.02}},
        usual=dict.fromkeys(kind_named(kind).frequency_fields, 0.001),
        threshold=0.0,
    )


PEOPLE: list[dict[str, str | None]] = [
    {
        "id": "a",
        "given_name": "Maria",
        "family_name": "Gomez",
        "birth_date": "1980-03-04",
        "phone": "505 555 0123",
    },
    {"id": "b", "name": "GOMEZ, María", "birth_date": "03/04/1980", "city": "Gallup"},
    {"id": "c", "given_name": "Mary", "family_name": "Gomes", "birth_date": "1980-03-05", "city": "Gallup"},
    {
        "id": "d",
        "given_name": "Peter",
        "family_name": "Black",
        "birth_date": "1971-01-01",
        "phone": "(505) 555-0123",
    },
]
