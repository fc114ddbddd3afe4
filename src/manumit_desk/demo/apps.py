"""The room as a Django application."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.demo"
    label = "demo"
    verbose_name = "Made-up desk"
