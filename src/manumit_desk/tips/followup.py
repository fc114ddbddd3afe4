"""The code by which a caller asks after their tip: shown once, of which only a hash is kept."""

import secrets
from hashlib import sha256

from manumit_desk.tips.models import LETTERS

LENGTH, GROUP = 16, 4
"""Sixteen letters of thirty: 78 bits. Nobody guesses it, so that a plain hash keeps it."""


def new_code() -> str:
    """A fresh code, in groups that can be read aloud: 7K3F-9QMX-2B4D-HTRA."""
    letters = [secrets.choice(LETTERS) for _ in range(LENGTH)]
    return "-".join("".join(letters[start : start + GROUP]) for start in range(0, LENGTH, GROUP))


def read_code(written: str) -> str | None:
    """A code as somebody wrote it, without spaces and dashes and in capitals; None when it cannot be one."""
    plain = "".join(char for char in written.upper() if char.isalnum())
    return plain if len(plain) == LENGTH and set(plain) <= set(LETTERS) else None


def digest_of(code: str) -> str:
    """What is kept of a code."""
    return sha256((read_code(code) or "").encode()).hexdigest()
