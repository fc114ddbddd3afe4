"""The room as a Django application."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Named by its folder."""

    name = "manumit_desk.training"
    label = "training"
    verbose_name = "Training"
