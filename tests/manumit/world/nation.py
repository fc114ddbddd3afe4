"""A small nation that the tests of this room share: made once."""

from functools import cache

import polars as pl

from manumit.world import World, make_world


@cache
def small() -> World:
    return make_world("small", seed=7)


def mentions_with_truth(kind: str = "person") -> pl.DataFrame:
    world = small()
    return (
        world.mentions(kind)
        .join(world.truth(kind), on="id")
        .join(
            world.tables["agencies"].select("id", "title", "kind", "holds", "style_name", "style_case", "style_date"),
            left_on="agency",
            right_on="id",
        )
    )
