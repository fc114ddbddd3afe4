"""A made-up nation with ground truth: who is who is known, so that linking can be trained and measured."""

from manumit.world.making import KINDS, SCALES, World, make_world, people_of

__all__ = ["KINDS", "SCALES", "World", "make_world", "people_of"]
