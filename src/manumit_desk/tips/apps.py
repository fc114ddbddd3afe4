"""The room as a Django application."""

from django.apps import AppConfig


class TipsConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.tips"
    label = "tips"
    verbose_name = "Tips"
