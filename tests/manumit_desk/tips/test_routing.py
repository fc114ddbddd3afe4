"""A tip from the public goes to the desk of its state; to police only where the caller allows it."""

import pytest

from manumit_desk.tips.routing import desk_for
from tests.manumit_desk.tips.desk import Desks


@pytest.mark.parametrize(
    ("state", "police", "desk"),
    [
        ("TX", True, "Rivera City Police"),
        ("TX", False, "Texas Child Welfare"),
        ("LA", True, "Harbor County Task Force"),
        ("LA", False, "The Line"),
        ("WY", True, "Coordination Centre"),
        ("WY", False, "The Line"),
        ("", False, "The Line"),
    ],
)
def test_which_desk_takes_a_tip(desks: Desks, state: str, police: bool, desk: str) -> None:
    assert str(desk_for(state, may_tell_police=police)) == desk


def test_where_only_police_take_tips_a_caller_who_refuses_them_reaches_nobody(desks: Desks) -> None:
    desks.line.delete()
    assert desk_for("LA", may_tell_police=False) is None
