"""Mentions, the links between them, subjects, people's judgements, and hits."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from manumit_desk.agencies.models import Agency
from manumit_desk.guard.held import HeldObject


class Subject(models.Model):
    """The one whom several mentions are thought, or judged, to be of. `merged_into` leads on from one that merged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class MentionRole(models.TextChoices):
    """What part the mentioned has in the record, as its owner sees it."""

    SUSPECT = "suspect", "Suspect"
    VICTIM = "victim", "Victim"
    WITNESS = "witness", "Witness"
    CALLER = "caller", "Caller"
    BUSINESS = "business", "Business"
    CONTACT = "contact", "Contact point"
    PLACE = "place", "Place"
    VEHICLE = "vehicle", "Vehicle"
    OTHER = "other", "Other"


class Mention(HeldObject):
    """What one record says of one person, organisation, contact point, place, vehicle or vessel.

    `source` is the record itself (a party, a tip), `file` the tip or case that a hit points to. A mention is in the
    live index only while `is_indexed`. One of a victim is `is_silent`: its owner alone learns of a match.
    """

    kind = models.CharField(max_length=20)
    role = models.CharField(max_length=20, choices=MentionRole, default=MentionRole.OTHER)
    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField()
    file_kind = models.CharField(max_length=40)
    file_id = models.UUIDField()
    fields = models.JSONField()
    is_silent = models.BooleanField(default=False)
    is_indexed = models.BooleanField(default=False)
    subject = models.ForeignKey(Subject, models.SET_NULL, null=True, related_name="mentions")

    class Meta(HeldObject.Meta):
        indexes: ClassVar = [
            models.Index(fields=["source_kind", "source_id"]),
            models.Index(fields=["file_kind", "file_id"]),
            models.Index(fields=["owner", "kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} mention"


class Link(models.Model):
    """A pair of mentions with the weight that a model gave it; `left` is the smaller id."""

    left = models.ForeignKey(Mention, models.CASCADE, related_name="+")
    right = models.ForeignKey(Mention, models.CASCADE, related_name="+")
    weight = models.FloatField()
    model = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["left", "right"], name="one_link_per_pair")]

    def __str__(self) -> str:
        return f"link of {self.weight:.1f} bits"


class Judgement(models.Model):
    """A person's word on a pair of mentions. Rows are only ever added; the last one about a pair counts."""

    class Verdict(models.TextChoices):
        """What a person may say of two mentions."""

        SAME = "same", "The same"
        DIFFERENT = "different", "Different"
        UNSURE = "unsure", "Unsure"
        WITHDRAWN = "withdrawn", "Taken back"

    left = models.ForeignKey(Mention, models.CASCADE, related_name="+")
    right = models.ForeignKey(Mention, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["judged_at", "pk"]

    def __str__(self) -> str:
        return self.get_verdict_display()


class Hit(models.Model):
    """Word to two agencies that a file of each mentions the same subject: who, how strong, whom to call; no content."""

    class State(models.TextChoices):
        """Where a hit stands."""

        OPEN = "open", "Open"
        ENDED = "ended", "Judged different"
        WITHDRAWN = "withdrawn", "No longer there"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    raised_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-raised_at"]

    def __str__(self) -> str:
        return f"hit of {self.raised_at:%Y-%m-%d}"


class HitSide(models.Model):
    """One agency's half of a hit: its own file, whether it may know of the hit, and what it answered.

    `is_told` is false where the other half is silent: then this agency learns nothing until the other discloses.
    """

    class Answer(models.TextChoices):
        """What an agency does about a hit."""

        NONE = "", "Not answered"
        DISCLOSED = "disclosed", "Disclosed"
        DECLINED = "declined", "Declined"

    hit = models.ForeignKey(Hit, models.CASCADE, related_name="sides")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    file_kind = models.CharField(max_length=40)
    file_id = models.UUIDField()
    is_silent = models.BooleanField(default=False)
    is_told = models.BooleanField(default=True)
    answer = models.CharField(max_length=12, choices=Answer, blank=True, default=Answer.NONE)
    message = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["agency", "is_told", "answer"]),
            models.Index(fields=["file_kind", "file_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_answer_display()}"


class HitReason(models.Model):
    """A pair of mentions, one in each file, that a hit rests on."""

    hit = models.ForeignKey(Hit, models.CASCADE, related_name="reasons")
    kind = models.CharField(max_length=20)
    left = models.ForeignKey(Mention, models.CASCADE, related_name="+")
    right = models.ForeignKey(Mention, models.CASCADE, related_name="+")
    weight = models.FloatField()

    class Meta:
        ordering: ClassVar = ["-weight"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["hit", "left", "right"], name="one_reason_per_pair")]

    def __str__(self) -> str:
        return f"{self.kind} in common"


class Notice(models.Model):
    """That an agency was told by e-mail of a hit, once."""

    side = models.OneToOneField(HitSide, models.CASCADE, related_name="notice")
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"told at {self.sent_at:%Y-%m-%d %H:%M}"
