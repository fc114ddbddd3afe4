"""The room as a Django application."""

from django.apps import AppConfig


class GuardConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.guard"
    label = "guard"
    verbose_name = "Guard"
