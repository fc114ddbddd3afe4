"""How accounts behave at log-in: nobody signs up, secrets are kept encrypted, an old session proves nothing."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.dispatch import receiver
from django.http import HttpRequest

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as one; recovery codes only stand in for it."""


def has_second_factor(user: Any) -> bool:
    """Whether a person has set up a second factor, without which they cannot log in any more."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists())


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes sign-up: an agency's administrator makes the accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors encrypted: a stolen database gives no codes."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""  # made with another key: no code fits it, and an administrator can reset it


def _cipher() -> MultiFernet:
    """Of the keys of documents, the first one locks and any one opens, so that they can be changed."""
    keys = (sha256(f"second factor {secret}".encode()).digest() for secret in settings.DOCUMENT_KEY.split())
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


@receiver([authenticator_added, authenticator_removed])
def _start_sessions_anew(request: HttpRequest, user: Any, **_: Any) -> None:
    """A change of second factor ends all other sessions: they were begun without it."""
    user.end_sessions()
    update_session_auth_hash(request, user)
