"""Courses, and professionals who were trained: rosters, people counted once, certificates, who can respond where."""
