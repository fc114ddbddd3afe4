"""The room as a Django application."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.registry"
    label = "registry"
    verbose_name = "Registry"
