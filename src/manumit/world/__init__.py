"""A made-up nation with ground truth: who is who is known, so that linking can be trained and measured."""

from manumit.world.errors import ERRORS
from manumit.world.making import KINDS, SCALES, World, make_world, people_of
from manumit.world.writing import write_world

__all__ = ["ERRORS", "KINDS", "SCALES", "World", "make_world", "people_of", "write_world"]
