"""Text that a spreadsheet would take for a formula, and how it is written so that it is not run.

A cell that starts with = + - @, a tab or a return is run by spreadsheets when a CSV file is opened (OWASP, "CSV
Injection"). It is written with an apostrophe before it, and read back without.
"""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_WRITTEN = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def without_formula(text: str) -> str:
    """A value as it may stand in a CSV file that people open."""
    return f"'{text}" if _FORMULA.match(text) else text


def with_formula(written: str) -> str:
    """The value that `without_formula` was given."""
    return written[1:] if _WRITTEN.match(written) else written
