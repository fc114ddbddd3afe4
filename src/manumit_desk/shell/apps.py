"""The room as a Django application."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.shell"
    label = "shell"
    verbose_name = "Shell"
