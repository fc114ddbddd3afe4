"""How accounts behave at log-in: none is made by signing up, and e-mails say nothing but what they must."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes sign-up: an agency's administrator makes the accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
