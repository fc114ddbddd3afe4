"""What the tests of cases share: a cast and a joint case, made once a module; what a test does to them is undone."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from manumit_desk.agencies.models import User
from manumit_desk.agencies.viewer import Viewer
from tests.manumit_desk.cases.matter import Matter, make_matter
from tests.manumit_desk.cast import Cast, make_cast


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, Matter]]:
    """The cast and the joint case, in a transaction around the module's tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        yield cast, make_matter(cast)
        transaction.set_rollback(True)


@pytest.fixture
def cast(made: tuple[Cast, Matter], db: None) -> Cast:
    """The agencies that every test knows."""
    return deepcopy(made[0])


@pytest.fixture
def matter(made: tuple[Cast, Matter], db: None) -> Matter:
    """The joint case, as it was made."""
    return deepcopy(made[1])


@pytest.fixture
def as_(monkeypatch: pytest.MonkeyPatch) -> Callable[[Viewer], Client]:
    """A browser at which a viewer is logged in with a second factor."""
    monkeypatch.setattr("manumit_desk.agencies.middleware.has_second_factor", bool)

    def logged_in(viewer: Viewer) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=viewer.user_id), "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return logged_in
