"""What the tests of cases share."""

import pytest

from tests.manumit_desk.cases.matter import Matter, make_matter
from tests.manumit_desk.cast import Cast


@pytest.fixture
def matter(cast: Cast) -> Matter:
    """The joint case."""
    return make_matter(cast)
