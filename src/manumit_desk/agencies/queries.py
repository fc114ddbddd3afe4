"""Questions about agencies and their members."""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from manumit_desk.agencies.models import Agency, Agreement, Membership, Token
from manumit_desk.agencies.viewer import Viewer


def memberships_of(user_id: int, on: date) -> QuerySet[Membership]:
    """A person's memberships that hold on a day, with user and agency."""
    return Membership.objects.select_related("user", "agency").filter(
        Q(until_date__isnull=True) | Q(until_date__gte=on), user_id=user_id, from_date__lte=on, user__is_active=True
    )


def agreements_in_force(on: date) -> QuerySet[Agreement]:
    """The agreements that hold on a day, confirmed by all parties."""
    return Agreement.objects.filter(
        from_date__lte=on, until_date__gte=on, ended_at__isnull=True, waits_for__isnull=True
    )


def handlings_agreed_with(agency_id: int, on: date) -> Mapping[int, frozenset[str]]:
    """For each other agency, the handling codes whose records it shows to this one under agreements in force."""
    agreed: dict[int, frozenset[str]] = {}
    for agreement in agreements_in_force(on).filter(parties=agency_id).prefetch_related("parties"):
        for party in agreement.parties.all():
            if party.pk != agency_id:
                agreed[party.pk] = agreed.get(party.pk, frozenset()) | frozenset(agreement.handlings)
    return agreed


def token_with(secret: str, at: datetime) -> Token | None:
    """The live token with this secret; None when there is none, or it or its maker's membership has ended."""
    token = (
        Token.objects.select_related("membership__user", "membership__agency")
        .filter(digest=digest_of(secret), revoked_at__isnull=True, expires_at__gt=at)
        .first()
    )
    if token is None:
        return None
    held = memberships_of(token.membership.user_id, timezone.localdate(at))
    return token if held.filter(pk=token.membership_id).exists() else None


def viewer_with(token: Token) -> Viewer:
    """The viewer for whom a token acts: its maker, narrowed to its handling codes."""
    return Viewer.of(
        token.membership,
        has_second_factor=token.has_second_factor,
        handlings=frozenset(token.handlings),
        agreed=handlings_agreed_with(token.membership.agency_id, timezone.localdate()),
    )


def digest_of(secret: str) -> str:
    """What is kept of a token's secret: secrets are long and random, so a plain hash tells nothing."""
    return sha256(secret.encode()).hexdigest()


def agency_names() -> dict[int, str]:
    """The names of all agencies by their number."""
    return dict(Agency.objects.values_list("pk", "name"))


def agency_contact(agency_id: int) -> dict[str, Any]:
    """All that another agency learns of an agency from a hit: its name, and whom to call."""
    agency = Agency.objects.get(pk=agency_id)
    return {
        "agency": agency.name,
        "name": agency.contact_name,
        "phone": agency.contact_phone,
        "email": agency.contact_email,
    }
