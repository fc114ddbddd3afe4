"""Questions about an agency's people, tokens and agreements, as plain values for pages."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.core.paginator import Page
from django.db.models import Exists, OuterRef, QuerySet

from manumit_desk.agencies.accounts import SECOND_FACTORS
from manumit_desk.agencies.models import Agency, Agreement, Membership, Token
from manumit_desk.agencies.queries import memberships_of
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.listing import page_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member as an administrator sees them."""

    id: int
    name: str
    email: str
    role: str
    from_date: date
    until_date: date | None
    holds: bool
    has_second_factor: bool
    is_viewer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token without its secret; `state` in words."""

    id: int
    name: str
    member: str
    handlings: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """An agreement of the viewer's agency; `waits_for_us` when a supervisor of it has yet to confirm."""

    id: int
    title: str
    parties: tuple[str, ...]
    handlings: tuple[str, ...]
    from_date: date
    until_date: date
    state: str
    waits_for: tuple[str, ...]
    waits_for_us: bool
    has_ended: bool


def member_rows(viewer: Viewer, *, on: date, page: str | None) -> Page[MemberRow]:
    """A page of the members of the viewer's agency, by name. NotThere for who is no administrator."""
    return page_of(_members(viewer).order_by("user__name", "pk"), page, lambda one: _member_row(one, viewer, on))


def member_row(viewer: Viewer, membership_id: int, *, on: date) -> MemberRow:
    """One member of the viewer's agency. NotThere for another's, and for who is no administrator."""
    found = _members(viewer).filter(pk=membership_id).first()
    if found is None:
        raise NotThere
    return _member_row(found, viewer, on)


def _members(viewer: Viewer) -> QuerySet[Membership]:
    if viewer.role != Role.ADMINISTRATOR:
        raise NotThere
    second_factors = Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_FACTORS)
    members = Membership.objects.filter(agency=viewer.agency_id).select_related("user")
    return members.annotate(has_second_factor=Exists(second_factors))


def _member_row(one: Membership, viewer: Viewer, on: date) -> MemberRow:
    return MemberRow(
        id=one.pk,
        name=one.user.name,
        email=one.user.email,
        role=one.get_role_display(),
        from_date=one.from_date,
        until_date=one.until_date,
        holds=one.from_date <= on and (one.until_date is None or one.until_date >= on),
        has_second_factor=one.has_second_factor,  # type: ignore[attr-defined]
        is_viewer=one.user_id == viewer.user_id,
    )


def home_agency(user_id: int, on: date) -> int | None:
    """The agency that a person has belonged to for longest, of those they belong to on a day."""
    first = memberships_of(user_id, on).order_by("pk").first()
    return first.agency_id if first else None


def memberships_to_choose(viewer: Viewer, *, on: date) -> list[tuple[int, str, bool]]:
    """What the viewer may switch to: the membership's number, its words, and whether it is the present one."""
    return [
        (one.pk, f"{one.get_role_display()} at {one.agency.name}", one.pk == viewer.membership_id)
        for one in memberships_of(viewer.user_id, on)
    ]


def tokens_of(viewer: Viewer) -> QuerySet[Token]:
    """The tokens that a viewer may look at: their own, or as administrator the agency's."""
    if viewer.role == Role.ADMINISTRATOR:
        return Token.objects.filter(membership__agency=viewer.agency_id)
    return Token.objects.filter(membership=viewer.membership_id)


def token_rows(viewer: Viewer, *, at: datetime, page: str | None) -> Page[TokenRow]:
    """A page of the tokens that the viewer may look at, the newest first."""
    return page_of(tokens_of(viewer).select_related("membership__user"), page, lambda one: _token_row(one, at))


def token_row(viewer: Viewer, token_id: int, *, at: datetime) -> TokenRow:
    """One token. NotThere when it is not the viewer's to see."""
    found = tokens_of(viewer).select_related("membership__user").filter(pk=token_id).first()
    if found is None:
        raise NotThere
    return _token_row(found, at)


def _token_row(one: Token, at: datetime) -> TokenRow:
    return TokenRow(
        id=one.pk,
        name=one.name,
        member=one.membership.user.name,
        handlings=tuple(str(Handling(code).label) for code in one.handlings),
        made_at=one.made_at,
        expires_at=one.expires_at,
        used_at=one.used_at,
        state="revoked" if one.revoked_at else "expired" if one.expires_at <= at else "live",
    )


def agreements_of(viewer: Viewer) -> QuerySet[Agreement]:
    """The agreements to which the viewer's agency is a party."""
    return Agreement.objects.filter(parties=viewer.agency_id)


def agreement_rows(viewer: Viewer, *, on: date, page: str | None) -> Page[AgreementRow]:
    """A page of the agreements of the viewer's agency."""
    agreements = agreements_of(viewer).prefetch_related("parties", "waits_for").order_by("ended_at", "title", "pk")
    return page_of(agreements, page, lambda one: _agreement_row(one, viewer, on))


def agreement_row(viewer: Viewer, agreement_id: int, *, on: date) -> AgreementRow:
    """One agreement. NotThere when the viewer's agency is no party to it."""
    found = agreements_of(viewer).prefetch_related("parties", "waits_for").filter(pk=agreement_id).first()
    if found is None:
        raise NotThere
    return _agreement_row(found, viewer, on)


def _agreement_row(one: Agreement, viewer: Viewer, on: date) -> AgreementRow:
    waits_for = list(one.waits_for.all())
    return AgreementRow(
        id=one.pk,
        title=one.title,
        parties=tuple(party.name for party in one.parties.all()),
        handlings=tuple(str(Handling(code).label) for code in one.handlings),
        from_date=one.from_date,
        until_date=one.until_date,
        state=_state(one, bool(waits_for), on),
        waits_for=tuple(party.name for party in waits_for),
        waits_for_us=any(party.pk == viewer.agency_id for party in waits_for) and one.ended_at is None,
        has_ended=one.ended_at is not None or one.until_date < on,
    )


def _state(one: Agreement, is_waited_for: bool, on: date) -> str:
    if one.ended_at is not None or one.until_date < on:
        return "ended"
    if is_waited_for:
        return "waits to be confirmed"
    return "in force" if one.from_date <= on else "begins later"


def other_agencies(viewer: Viewer) -> list[tuple[int, str]]:
    """The agencies with which the viewer's can agree on something."""
    return list(Agency.objects.exclude(pk=viewer.agency_id).values_list("pk", "name"))


def own_contact(viewer: Viewer) -> dict[str, str]:
    """The contact of the viewer's agency: name, phone, email."""
    agency = Agency.objects.get(pk=viewer.agency_id)
    return {"name": agency.contact_name, "phone": agency.contact_phone, "email": agency.contact_email}
