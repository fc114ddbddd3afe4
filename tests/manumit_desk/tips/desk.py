"""Two more desks, and tips as the tests need them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from manumit_desk.agencies.models import Agency, User
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.tips.actions import Received, receive_tip
from manumit_desk.tips.draft import TipDraft
from manumit_desk.tips.models import Tip
from tests.manumit_desk.cast import NOW, Cast

SAID = "A man locks six women into a room behind the Sunset Motel in Laredo every night and takes their phones."


@dataclass(frozen=True, slots=True)
class Desks:
    """The cast; the Line, a hotline that is no police and takes tips of all states; Texas child welfare."""

    cast: Cast
    line: Agency
    welfare: Agency

    @property
    def operator(self) -> Viewer:
        return self.cast.viewer(self.line, Role.TIP_DESK)

    @property
    def supervisor(self) -> Viewer:
        return self.cast.viewer(self.line, Role.SUPERVISOR)

    @property
    def worker(self) -> Viewer:
        return self.cast.viewer(self.welfare, Role.TIP_DESK)

    @property
    def detective(self) -> Viewer:
        return self.cast.detective


def make_desks(cast: Cast) -> Desks:
    """The desks beside the cast."""
    contact = {"contact_name": "Duty officer", "contact_phone": "555 0100"}
    line = Agency.objects.create(
        name="The Line", short_name="Line", kind="ngo", takes_tips_in="US", contact_email="desk@line.example", **contact
    )
    welfare = Agency.objects.create(
        name="Texas Child Welfare", short_name="TXCW", kind="state", state="TX", takes_tips_in="TX", **contact
    )
    return Desks(cast, line, welfare)


def receive(owner: Agency, *, viewer: Viewer | None = None, at: datetime = NOW, **said: Any) -> Received:
    """A tip at a desk. Without other word, police may know of it."""
    channel = said.pop("channel", Tip.Channel.HOTLINE)
    draft = TipDraft(**{"what_happened": SAID, "state": "TX", "may_tell_police": True, "child": "no"} | said)
    return receive_tip(draft, channel=channel, owner=owner, viewer=viewer, at=at)


def fresh(tip: Tip) -> Tip:
    """The tip as it is kept now."""
    return Tip.all_objects.select_related("owner").get(pk=tip.pk)


def log_in(viewer: Viewer) -> Client:
    """A browser in which a member is logged in, with a second factor."""
    user = User.objects.get(pk=viewer.user_id)
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    client = Client()
    client.force_login(user)
    return client
