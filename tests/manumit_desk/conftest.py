"""What the desk's tests share."""

import pytest

from tests.manumit_desk.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The agencies that every test knows."""
    return make_cast()
