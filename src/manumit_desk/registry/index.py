"""The live index of each kind of mention: tables of the desk's own database, written in the caller's transaction."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db import connection

from manumit.link.kinds import KINDS
from manumit.link.live import Index
from manumit.link.model import Model
from manumit_desk.registry.models import Mention

LIGHTEST = -5.0
"""Bits below which a pair is not worth keeping: lighter pairs count in clusters like pairs without a link."""
MOST_CANDIDATES = 50
LIKE = 6.0
"""Bits of evidence from which a name is worth showing to somebody who looks for one."""


@cache
def model_of(kind: str) -> Model:
    """The shipped model of a kind."""
    return Model.load(kind)


def index_of(kind: str) -> Index:
    """The live index of a kind on this thread's connection."""
    return Index(connection, model_of(kind), prefix=f"registry_{kind}_")


def create_indexes(on: Any = connection) -> None:
    """Make the empty index of each kind; what one held before is gone."""
    for kind in KINDS:
        Index(on, model_of(kind), prefix=f"registry_{kind}_").create()


def add_to_index(mention: Mention) -> None:
    """Let a mention be found."""
    index_of(mention.kind).add([{**mention.fields, "id": str(mention.pk)}])


def drop_from_index(mentions: Iterable[Mention]) -> None:
    """Let mentions not be found any more."""
    for mention in mentions:
        index_of(mention.kind).delete([str(mention.pk)])


def weights_against(mention: Mention) -> dict[str, float]:
    """The indexed mentions that a mention may be of, by id, with their weights in bits."""
    raw = {**mention.fields, "id": str(mention.pk)}
    answer = index_of(mention.kind).match(raw, floor=LIGHTEST, limit=MOST_CANDIDATES)
    return {candidate.id: candidate.weight for candidate in answer.candidates}


def alike(kind: str, fields: Mapping[str, str], *, most: int) -> list[str]:
    """The ids of indexed mentions that share something telling with these fields, the likest first."""
    floor = model_of(kind).prior_weight + LIKE
    answer = index_of(kind).match({**fields, "id": ""}, floor=floor, limit=most)
    return [candidate.id for candidate in answer.candidates]
