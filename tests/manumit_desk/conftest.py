"""What the desk's tests share."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.manumit_desk.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The agencies that every test knows."""
    return make_cast()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A test begins in English, whatever language the one before spoke last."""
    with translation.override("en"):
        yield
