"""The room as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.jobs"
    label = "jobs"
    verbose_name = "Jobs"
