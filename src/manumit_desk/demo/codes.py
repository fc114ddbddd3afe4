"""The second factor of made-up accounts, so that the desk can be tried without a phone."""

from base64 import b32encode
from hashlib import sha256

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings

from manumit_desk.agencies.accounts import has_second_factor
from manumit_desk.agencies.models import User


class NoDemoAccountError(LookupError):
    """The account is none of the made-up ones."""


def give_second_factor(user: User) -> None:
    """Set up the second factor of a made-up account. Its secret follows from this installation's key."""
    _require_demo(user)
    if not has_second_factor(user):
        TOTP.activate(user, _secret(user))


def one_time_code(user: User) -> str:
    """The code that the log-in page asks for now. NoDemoAccountError for an account of somebody real."""
    _require_demo(user)
    return str(format_hotp_value(hotp_value(_secret(user), next(iter(yield_hotp_counters_from_time())))))


def _secret(user: User) -> str:
    return b32encode(sha256(f"made up {user.email} {settings.SECRET_KEY}".encode()).digest()[:20]).decode()


def _require_demo(user: User) -> None:
    if not user.is_demo:
        raise NoDemoAccountError(user.pk)
