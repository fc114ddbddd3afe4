"""What the tests of tips share."""

import pytest
from django.core.cache import cache

from tests.manumit_desk.cast import Cast
from tests.manumit_desk.tips.desk import Desks, make_desks


@pytest.fixture
def desks(cast: Cast) -> Desks:
    """The desks beside the cast; nobody has sent anything yet."""
    cache.clear()
    return make_desks(cast)
