"""Making and revoking the tokens by which a program acts for a member."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.utils import timezone

from manumit_desk.accounts.queries import tokens_of
from manumit_desk.agencies.models import Token
from manumit_desk.agencies.queries import digest_of
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.shares import RefusedError

PREFIX = "manumit_"
"""How every secret begins, so that one left in a file can be found."""
LONGEST = timedelta(days=365)


@transaction.atomic
def make_token(
    *, name: str, handlings: Collection[str], until_date: date, viewer: Viewer, at: datetime
) -> tuple[Token, str]:
    """A token for the viewer and its secret, which is not kept and cannot be shown again."""
    if not viewer.works_with_records or viewer.handlings is not None:
        raise RefusedError("Tokens are for members who work with records.")
    if Handling.VICTIM_CONFIDENTIAL in handlings and not viewer.sees_victims:
        raise RefusedError("A token for victims' records needs a second factor at log-in.")
    if not timezone.localdate(at) <= until_date <= timezone.localdate(at) + LONGEST:
        raise RefusedError("A token runs for one year at most.")
    secret = PREFIX + token_urlsafe(32)
    token = Token.objects.create(
        membership_id=viewer.membership_id,
        name=name.strip(),
        digest=digest_of(secret),
        handlings=sorted(set(handlings)),
        has_second_factor=viewer.has_second_factor,
        made_at=at,
        expires_at=datetime.combine(until_date, time.max, timezone.get_current_timezone()),
    )
    audit.record("make token", viewer=viewer, at=at, token=token.pk, handlings=token.handlings)
    return token, secret


@transaction.atomic
def revoke_token(token_id: int, *, viewer: Viewer, at: datetime) -> None:
    """End a token at once: one's own, or as administrator one of the agency. Twice is once."""
    if tokens_of(viewer).filter(pk=token_id, revoked_at__isnull=True).update(revoked_at=at):
        audit.record("revoke token", viewer=viewer, at=at, token=token_id)
