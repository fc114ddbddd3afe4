"""Two agencies that mention one subject learn whom to call, and nothing else; a victim's record keeps silent."""

import pytest
from django.core import mail

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.held import HeldObject
from manumit_desk.registry.models import Hit, Mention
from tests.manumit_desk.cast import NOW, Cast


def test_placeholder(cast: Cast) -> None:
    assert Mention.objects.for_system().count() == 0
