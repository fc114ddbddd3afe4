"""How people are reached and what papers they bear: telephones, e-mail addresses, numbers of documents."""

from functools import lru_cache

import numpy as np

from manumit.world.draw import Ints, Text, texts
from manumit.world.geography import AREA_CODES, geography
from manumit.world.households import BLOCK
from manumit.world.letters import latin


def draw_phones(rng: np.random.Generator, town: Ints, household: Ints) -> tuple[Text, Text, Text]:
    """Three telephone numbers a person: the household's, and two of their own; with the area code of the town."""
    area = texts(AREA_CODES)[geography().area[town]]
    landline = rng.integers(2_000_000, 9_999_999, int(household[-1]) + 1)[household]
    one, other = (rng.integers(2_000_000, 9_999_999, BLOCK) for _ in range(2))
    return _dialled(area, landline), _dialled(area, one), _dialled(area, other)


def _dialled(area: Text, numbers: Ints) -> Text:
    return texts([code + str(number) for code, number in zip(area, numbers, strict=True)])


_DOMAINS = (
    "postbox.example",
    "freemail.example",
    "alderpost.example",
    "letters.example",
    "mailhub.example",
    "northnet.example",
    "uni.example",
    "work.example",
)
_HANDLES = (
    "star",
    "blue",
    "lucky",
    "king",
    "queen",
    "tiger",
    "happy",
    "sunny",
    "wolf",
    "angel",
    "chef",
    "rider",
    "lady",
    "mister",
)


def draw_emails(rng: np.random.Generator, given: Text, family: Text, birth: Ints) -> Text:
    """An e-mail address a person, made of names and numbers."""
    style, number = rng.integers(0, 9, BLOCK).tolist(), rng.integers(1, 999, BLOCK).tolist()
    domain, handle = rng.zipf(1.7, BLOCK) % len(_DOMAINS), rng.integers(0, len(_HANDLES), BLOCK)
    years = (birth // 365.2425 + 1970).astype(np.int64).tolist()
    return texts(
        [
            _LOCAL_PARTS[style[place]].format(
                given=_plain(given[place]),
                family=_plain(family[place]),
                number=number[place],
                few=number[place] % 100,
                year=years[place],
                born=f"{years[place] % 100:02d}",
                handle=_HANDLES[handle[place]],
            )
            + f"@{_DOMAINS[domain[place]]}"
            for place in range(BLOCK)
        ]
    )


@lru_cache(maxsize=1 << 16)
def _plain(name: str) -> str:
    return "".join(letter for letter in latin(name).lower() if "a" <= letter <= "z") or "x"


_LOCAL_PARTS = (
    "{given}.{family}",
    "{given[0]}{family}{few}",
    "{given}{family[0]}{number}",
    "{given}_{family}{born}",
    "{family}.{given}{few}",
    "{given}{year}",
    "{handle}{given}{number}",
    "{given:.4}{family:.4}{few}",
    "{handle}{number}{family[0]}{born}",
)
"""What stands before the @ of an e-mail address."""


def draw_papers(rng: np.random.Generator) -> dict[str, Text]:
    """Numbers of papers: each person has all, each agency sees few."""
    numbers = {
        name: rng.integers(10**8, 10**9, BLOCK).tolist()
        for name in ("national", "passport", "licence", "alien", "member")
    }
    letters = rng.integers(0, 24, (BLOCK, 2)).tolist()
    return {
        "national_id": texts([str(number) for number in numbers["national"]]),
        "passport": texts(
            [
                f"{'ABCDEFGHJKLMNPRSTUVWXYZK'[pair[0]]}{number // 10}"
                for pair, number in zip(letters, numbers["passport"], strict=True)
            ]
        ),
        "driver_licence": texts(
            [
                f"{'ABCDEFGHJKLMNPRSTUVWXYZK'[pair[1]]}{number}"
                for pair, number in zip(letters, numbers["licence"], strict=True)
            ]
        ),
        "alien_number": texts([f"A{number}" for number in numbers["alien"]]),
        "member_number": texts([f"{number // 1000}" for number in numbers["member"]]),
    }
