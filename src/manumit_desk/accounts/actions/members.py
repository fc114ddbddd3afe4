"""Making somebody a member, ending it, helping who lost a second factor: for administrators, in their own agency."""

from datetime import date, datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from manumit_desk.accounts.queries import home_agency
from manumit_desk.agencies.models import Membership, Token, User
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.shares import RefusedError

SUBJECT = "Your account at Manumit"


@transaction.atomic
def add_member(
    *, email: str, name: str, role: Role, from_date: date, until_date: date | None, viewer: Viewer, at: datetime
) -> Membership:
    """Make somebody a member of the viewer's agency and tell them by e-mail how to log in.

    A person who has an account keeps it, with its name. RefusedError when the person already has this role.
    """
    require_administrator(viewer)
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, name=name.strip())
    membership, made = Membership.objects.get_or_create(
        user=user,
        agency_id=viewer.agency_id,
        role=role,
        defaults={"from_date": from_date, "until_date": until_date},
    )
    if not made and (membership.until_date is None or membership.until_date >= timezone.localdate(at)):
        raise RefusedError("This person already has this role in your agency.")
    if not made:
        membership.from_date, membership.until_date = from_date, until_date
        membership.save(update_fields=["from_date", "until_date"])
    audit.record("add member", viewer=viewer, at=at, member=user.pk, role=str(role))
    transaction.on_commit(lambda: _invite(user, viewer.agency_name))
    return membership


@transaction.atomic
def end_membership(membership_id: int, *, viewer: Viewer, at: datetime) -> None:
    """End a membership today, at once, with its tokens. Nobody ends their own: somebody must be left to administer."""
    membership = _own(membership_id, viewer)
    if membership.user_id == viewer.user_id:
        raise RefusedError("You cannot end your own membership; another administrator can.")
    yesterday = date.fromordinal(timezone.localdate(at).toordinal() - 1)
    Membership.objects.filter(pk=membership.pk).update(until_date=yesterday)
    Token.objects.filter(membership=membership, revoked_at__isnull=True).update(revoked_at=at)
    audit.record("end membership", viewer=viewer, at=at, member=membership.user_id, role=membership.role)


@transaction.atomic
def change_dates(membership_id: int, *, from_date: date, until_date: date | None, viewer: Viewer, at: datetime) -> None:
    """Change from when until when a membership holds."""
    membership = _own(membership_id, viewer)
    if membership.user_id == viewer.user_id:
        raise RefusedError("You cannot change your own membership; another administrator can.")
    Membership.objects.filter(pk=membership.pk).update(from_date=from_date, until_date=until_date)
    audit.record("change membership", viewer=viewer, at=at, member=membership.user_id, role=membership.role)


@transaction.atomic
def reset_second_factor(membership_id: int, *, viewer: Viewer, at: datetime) -> None:
    """Let somebody who lost their second factor set up a new one. Ends their sessions and tokens; they are told.

    RefusedError when the person first belonged to another agency: that one knows them and decides.
    """
    user = _own(membership_id, viewer).user
    if home_agency(user.pk, timezone.localdate(at)) != viewer.agency_id:
        raise RefusedError("This person also works for another agency, whose administrator must do this.")
    Authenticator.objects.filter(user_id=user.pk).delete()
    Token.objects.filter(membership__user=user, revoked_at__isnull=True).update(revoked_at=at)
    user.end_sessions()
    audit.record("reset second factor", viewer=viewer, at=at, member=user.pk)
    transaction.on_commit(
        lambda: _send(
            user,
            "Your second factor was reset by your agency's administrator. At your next log-in you set up a new one.\n"
            "Tell your administrator at once if you did not ask for this.",
        )
    )


def require_administrator(viewer: Viewer) -> None:
    """RefusedError for anybody else."""
    if viewer.role != Role.ADMINISTRATOR:
        raise RefusedError("This is for the administrator of accounts.")


def _own(membership_id: int, viewer: Viewer) -> Membership:
    require_administrator(viewer)
    return Membership.objects.select_for_update().select_related("user").get(pk=membership_id, agency=viewer.agency_id)


def _invite(user: User, agency: str) -> None:
    if user.has_usable_password():
        _send(user, f"You are now a member of {agency}. Log in: {settings.SITE_ADDRESS}{reverse('account_login')}")
        return
    key = default_token_generator.make_token(user)
    link = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    _send(
        user,
        f"{agency} has made an account for you.\nChoose a password: {settings.SITE_ADDRESS}{link}\n\n"
        "The link works once and for three days. After that, ask for a new one with "
        "'Forgot your password?' on the log-in page.",
    )


def _send(user: User, text: str) -> None:
    send_mail(SUBJECT, text, settings.DEFAULT_FROM_EMAIL, [user.email], fail_silently=True)
