"""The room as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.api"
    label = "api"
    verbose_name = "API"
