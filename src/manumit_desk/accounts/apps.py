"""The room as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Named by its folder; allauth's own application is called account."""

    name = "manumit_desk.accounts"
    label = "accounts"
    verbose_name = "Accounts"
