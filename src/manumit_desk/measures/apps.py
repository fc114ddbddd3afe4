"""The room as a Django application."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.measures"
    label = "measures"
    verbose_name = "Measures"
