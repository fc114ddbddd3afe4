"""What the shell's tests share: a member who is logged in, and pages as a tree that can be asked."""

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from manumit_desk.agencies.models import User
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from tests.manumit_desk.cast import Cast

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"


def tree(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def log_in(cast: Cast) -> Callable[[Viewer], Client]:
    """A browser in which this person is logged in, with both factors where the role needs two."""

    def logged_in(viewer: Viewer) -> Client:
        user = User.objects.get(pk=viewer.user_id)
        user.set_password(PASSWORD)
        user.save()
        if viewer.role != Role.OVERSEER:
            TOTP.activate(user, SECRET)
        client = Client()
        client.force_login(user)
        return client

    return logged_in
