"""The households of one block: who lives with whom, in which role, of which people, of which sex, and when born."""

import numpy as np

from manumit.world.cultures import cultures
from manumit.world.draw import Ints, Mask, cumulative, draw

BLOCK = 10_000
"""People a block: blocks are made one by one and do not depend on one another."""
SINGLE, COUPLE, FAMILY, LONE_PARENT, WORKERS, EXTENDED = range(6)
_TYPES = cumulative([0.27, 0.17, 0.36, 0.10, 0.05, 0.05])
HEAD, PARTNER, CHILD, HOUSEMATE, GRANDPARENT = range(5)
ROLES = ("head", "partner", "child", "housemate", "grandparent")
EUROPEAN = frozenset(
    (
        "anglo irish german french dutch danish norwegian swedish finnish italian polish czech "
        "hungarian spanish portuguese quebecois"
    ).split()
)


def make_households(rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Household number, role and kind of household of each person."""
    kind = draw(rng, _TYPES, BLOCK)
    children = np.minimum(rng.geometric(0.45, BLOCK), 9)
    size = np.ones(BLOCK, dtype=np.int64)
    size[kind == COUPLE] = 2
    for parents, sort in ((2, FAMILY), (1, LONE_PARENT), (3, EXTENDED)):
        size[kind == sort] = parents + children[kind == sort]
    size[kind == WORKERS] = 2 + children[kind == WORKERS]
    household: Ints = np.repeat(np.arange(BLOCK), size)[:BLOCK].astype(np.int64)
    place = (np.arange(len(household)) - np.searchsorted(household, household)).astype(np.int64)
    of_kind = kind[household]
    role = np.full(BLOCK, CHILD, dtype=np.int64)
    role[(place == 1) & np.isin(of_kind, (COUPLE, FAMILY, EXTENDED))] = PARTNER
    role[(place == 2) & (of_kind == EXTENDED)] = GRANDPARENT
    role[of_kind == WORKERS] = HOUSEMATE
    role[place == 0] = HEAD
    return household, role, of_kind


def draw_cultures(rng: np.random.Generator, household: Ints, role: Ints, historic: Mask) -> Ints:
    """The people that each person comes from, as a position in `cultures()`: mostly the household's."""
    shares = np.array([culture.share for culture in cultures()])
    european = np.array([culture.share * (culture.key in EUROPEAN) for culture in cultures()])
    of_household = draw(rng, cumulative(shares), BLOCK)[household]
    old = draw(rng, cumulative(european), BLOCK)[household]
    own = draw(rng, cumulative(shares), BLOCK)
    culture = np.where(historic, old, of_household)
    mixed = (role == PARTNER) & (rng.random(BLOCK) < 0.14) & ~historic
    return np.where(mixed | ((role == HOUSEMATE) & (rng.random(BLOCK) < 0.25)), own, culture)


def draw_sexes(rng: np.random.Generator, heads: Ints, household: Ints, role: Ints) -> Ints:
    """0 for men, 1 for women."""
    sex = (rng.random(BLOCK) < 0.5).astype(np.int64)
    other = 1 - sex[heads[household]]
    return np.where((role == PARTNER) & (rng.random(BLOCK) < 0.97), other, sex)


def draw_births(
    rng: np.random.Generator, heads: Ints, household: Ints, role: Ints, kind: Ints, year_now: Ints
) -> tuple[Ints, Mask]:
    """Days of birth (since 1970), and who was born on the same day as the child before: a twin, or a triplet."""
    low = np.array([18, 20, 24, 18, 17, 26])[kind]
    high = np.array([95, 90, 60, 58, 48, 58])[kind]
    head_age = (low + (high - low) * rng.random(BLOCK))[heads[household]]
    partner = np.clip(head_age + rng.normal(-1, 4.5, BLOCK), 16, 100)
    spouse = _partner_of(heads, household, role)
    younger = np.where(spouse >= 0, np.minimum(head_age, partner[spouse]), head_age)
    child = np.clip(younger - rng.uniform(17.5, 42, BLOCK), 0.02, 60)
    grand = head_age + rng.uniform(19, 38, BLOCK)
    mate = np.clip(head_age + rng.normal(0, 9, BLOCK), 14, 70)
    age = np.choose(role, [head_age, partner, child, mate, np.clip(grand, 40, 101)])
    birth = np.floor((year_now - rng.random(BLOCK) * 0.02 - age - 1970) * 365.2425).astype(np.int64)
    twin = (role == CHILD) & (rng.random(BLOCK) < 0.03) & (np.roll(role, 1) == CHILD)
    twin &= np.roll(household, 1) == household
    twin[0] = False
    eldest = np.maximum.accumulate(np.where(twin, 0, np.arange(BLOCK)))
    return birth[eldest], twin


def parents_of(heads: Ints, household: Ints, role: Ints, sex: Ints) -> tuple[Ints, Ints]:
    """Positions of each child's father and mother; -1 where none lives in the household."""
    head, partner = heads[household], _partner_of(heads, household, role)
    paired, child = partner >= 0, role == CHILD
    father = np.where(sex[head] == 0, head, np.where(paired & (sex[partner] == 0), partner, -1))
    mother = np.where(sex[head] == 1, head, np.where(paired & (sex[partner] == 1), partner, -1))
    return np.where(child, father, -1), np.where(child, mother, -1)


def spouse_of(heads: Ints, household: Ints, role: Ints) -> Ints:
    """The position of each head's partner and each partner's head; -1 for everybody else."""
    partner = _partner_of(heads, household, role)
    return np.where(role == PARTNER, heads[household], np.where(role == HEAD, partner, -1))


def _partner_of(heads: Ints, household: Ints, role: Ints) -> Ints:
    """The position of the partner in each person's household, who follows the head; -1 where there is none."""
    following = np.minimum(heads[household] + 1, BLOCK - 1)
    paired = (role[following] == PARTNER) & (household[following] == household)
    return np.where(paired, following, -1)
