"""The room as a Django application."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.today"
    label = "today"
    verbose_name = "Today"
