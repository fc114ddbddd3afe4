"""Figures as queries over the records."""
