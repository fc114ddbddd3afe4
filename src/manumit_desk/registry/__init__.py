"""Mentions, subjects, judgements and hits."""
