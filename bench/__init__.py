"""Measurements beside peers, in one run each: `run(quick, say)` in bench/NAME.py gives a BenchReport."""
