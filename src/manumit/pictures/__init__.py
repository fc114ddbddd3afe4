"""Drawings of what the engines found: specifications, SVG, and a table twin of each."""
