"""Background work that a person started: how far it is, and what came of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from manumit_desk.agencies.models import Agency


class Job(models.Model):
    """One piece of work. Its page is for the person who started it and their agency."""

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        STOPPED = "stopped", "Stopped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    membership = models.ForeignKey("agencies.Membership", models.CASCADE, related_name="+")
    has_second_factor = models.BooleanField(
        default=False, help_text="Whether it was started by who logged in with one."
    )
    handlings = models.JSONField(null=True, default=None, help_text="What the token that started it may see; or all.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=200, blank=True)
    done = models.FloatField(default=0.0)
    result = models.JSONField(default=dict)
    problem = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    stop_asked = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-asked_at"]

    def __str__(self) -> str:
        return self.title
