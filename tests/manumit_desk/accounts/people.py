"""People of the cast at a browser, logged in with their second factor."""

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from manumit_desk.agencies.accounts import has_second_factor
from manumit_desk.agencies.models import User
from manumit_desk.agencies.viewer import Viewer


def logged_in(viewer: Viewer) -> Client:
    """A browser in which this person is logged in."""
    user = User.objects.get(pk=viewer.user_id)
    if viewer.has_second_factor and not has_second_factor(user):
        TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = Client()
    client.force_login(user)
    return client
