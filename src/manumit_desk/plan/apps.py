"""The room as a Django application."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.plan"
    label = "plan"
    verbose_name = "Plan"
