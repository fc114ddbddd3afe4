"""Tests of the room of tips."""
