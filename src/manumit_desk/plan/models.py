"""Plans, their pillars, principles and priority actions; authorities; updates, blockers and review meetings.

A plan is no record of a person: every member may read it. Who may change what is in access.py.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from manumit_desk.agencies.models import Agency


class Plan(models.Model):
    """One edition of a plan, under one overseer."""

    title = models.CharField(max_length=200)
    edition = models.CharField(max_length=40, unique=True)
    adopted_date = models.DateField(null=True, blank=True)
    overseer = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-adopted_date", "-edition"]

    def __str__(self) -> str:
        return f"{self.title}, {self.edition}"


class Pillar(models.Model):
    """A part of a plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="pillars")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["plan", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "title"], name="one_pillar_per_title")]

    def __str__(self) -> str:
        return self.title


class Principle(models.Model):
    """What the actions under a pillar follow."""

    pillar = models.ForeignKey(Pillar, models.CASCADE, related_name="principles")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["pillar", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pillar", "title"], name="one_principle_per_title")]

    def __str__(self) -> str:
        return self.title


class Action(models.Model):
    """A priority action or an agency's dated commitment: what is to be done, by when, and what shows it."""

    class Status(models.TextChoices):
        """How far an action is, by the word of those who lead it."""

        NOT_STARTED = "not_started", "Not started"
        UNDER_WAY = "under_way", "Under way"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    pillar = models.ForeignKey(Pillar, models.PROTECT, related_name="actions")
    principle = models.ForeignKey(Principle, models.PROTECT, null=True, blank=True, related_name="actions")
    number = models.CharField(max_length=20, blank=True, help_text="As the plan numbers it; empty where it does not.")
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=60, default="priority action")
    status = models.CharField(max_length=12, choices=Status, default=Status.NOT_STARTED)
    due_date = models.DateField(null=True, blank=True)
    due_text = models.CharField(max_length=60, blank=True, help_text="As the source words it.")
    product = models.CharField(max_length=200, blank=True, help_text="The number or product that shows it is done.")
    proof = models.CharField(max_length=500, blank=True, help_text="Where the proof is: a document, a page, a record.")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pillar", "number", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class ActionParty(models.Model):
    """An agency's part in an action, by the name that the plan gives it; `agency` is the one here, where known."""

    class Part(models.TextChoices):
        """Leads, or helps."""

        LEAD = "lead", "Lead"
        PARTNER = "partner", "Partner"

    action = models.ForeignKey(Action, models.CASCADE, related_name="parties")
    name = models.CharField(max_length=80)
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, blank=True, related_name="+")
    part = models.CharField(max_length=8, choices=Part, default=Part.LEAD)

    class Meta:
        ordering: ClassVar = ["part", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["action", "name"], name="one_party_per_action")]

    def __str__(self) -> str:
        return self.name


class Authority(models.Model):
    """A law, an order or an agreement."""

    class Kind(models.TextChoices):
        """What sort of text binds."""

        LAW = "law", "Law"
        ORDER = "order", "Executive order"
        AGREEMENT = "agreement", "Agreement"

    citation = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        ordering: ClassVar = ["citation"]
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.citation


class Requirement(models.Model):
    """What an authority asks of whom, in our words, and how quickly; `actions` are those that meet it."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="requirements")
    who = models.CharField(max_length=200)
    duty = models.CharField(max_length=600)
    clock = models.CharField(max_length=80, blank=True)
    actions = models.ManyToManyField(Action, related_name="requirements", blank=True)

    class Meta:
        ordering: ClassVar = ["authority", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["authority", "who", "duty"], name="one_duty_once")]

    def __str__(self) -> str:
        return f"{self.authority}: {self.duty}"


class ActionMeasure(models.Model):
    """A registered measure that shows an action's progress, from baseline to target. Its value is never typed in."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="measures")
    code = models.CharField(max_length=60)
    baseline = models.FloatField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["action", "code"], name="one_measure_per_action")]

    def __str__(self) -> str:
        return self.code


class Update(models.Model):
    """What an agency says of an action at a moment; rows are only added."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="updates")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Action.Status)
    text = models.CharField(max_length=2000)

    class Meta:
        ordering: ClassVar = ["-said_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.agency}, {self.said_at:%Y-%m-%d}"


class Blocker(models.Model):
    """What an action waits for, and for whom."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="blockers")
    text = models.CharField(max_length=500)
    waiting_for = models.CharField(max_length=120)
    since = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["since"]

    def __str__(self) -> str:
        return f"waits for {self.waiting_for}"


class Review(models.Model):
    """A meeting in which a plan was looked through; the next one shows what changed since."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reviews")
    held_at = models.DateTimeField()
    notes = models.CharField(max_length=4000, blank=True)

    class Meta:
        ordering: ClassVar = ["-held_at"]

    def __str__(self) -> str:
        return f"review of {self.held_at:%Y-%m-%d}"
