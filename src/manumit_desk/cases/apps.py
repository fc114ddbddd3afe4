"""The room as a Django application."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.cases"
    label = "cases"
    verbose_name = "Cases"
