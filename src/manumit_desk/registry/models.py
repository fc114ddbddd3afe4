"""Mentions, the links between them, subjects, people's judgements, and hits."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

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
    takes_part_until = models.DateField(null=True, help_text="The last day on which it may be matched; empty: no end.")
    subject = models.ForeignKey(Subject, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any]

    class Meta(HeldObject.Meta):
        indexes: ClassVar = [
            models.Index(fields=["source_kind", "source_id"]),
            models.Index(fields=["file_kind", "file_id"]),
            models.Index(fields=["owner", "kind", "created_at"]),
            models.Index(
                fields=["takes_part_until"],
                condition=models.Q(takes_part_until__isnull=False),
                name="mention_part_ends",
            ),
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
    """Word to two agencies that a file of each mentions the same subject: who, how strong, whom to call; no content.

    It is a function of its reasons and of what people judged of them, settled by hits.settle_hits; without a reason
    there is no hit. What an agency may know of it is in its own side, and only there.
    """

    class State(models.TextChoices):
        """Where a hit stands, as the coordination centre sees it."""

        OPEN = "open", "Open"
        ENDED = "ended", "Judged different"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-raised_at"]
        indexes: ClassVar = [models.Index(fields=["state", "raised_at"])]

    def __str__(self) -> str:
        return f"hit of {self.raised_at:%Y-%m-%d}"


class HitSide(models.Model):
    """One agency's half of a hit: its own file, what it may know, and what it answered.

    All of it follows from the reasons that this agency is told of, never from the others: `is_told` is whether there
    are any, `told_at` since when, `is_ended` whether all of them were judged different, `waits_since` from when the
    agency owes an answer (empty: it owes none). `is_left`: its mentions are the left ones of the hit's reasons.
    """

    class Answer(models.TextChoices):
        """What an agency does about a hit."""

        NONE = "", "Not answered"
        DISCLOSED = "disclosed", "Disclosed"
        DECLINED = "declined", "Declined"

    hit = models.ForeignKey(Hit, models.CASCADE, related_name="sides")
    is_left = models.BooleanField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    file_kind = models.CharField(max_length=40)
    file_id = models.UUIDField()
    is_told = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    is_ended = models.BooleanField(default=False)
    waits_since = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, choices=Answer, blank=True, default=Answer.NONE)
    message = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-is_left"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["hit", "is_left"], name="two_sides_per_hit")]
        indexes: ClassVar = [
            models.Index(fields=["agency", "is_told", "is_ended", "told_at"]),
            models.Index(fields=["waits_since"], condition=models.Q(waits_since__isnull=False), name="hit_side_waits"),
            models.Index(fields=["file_kind", "file_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_answer_display()}"


class HitReason(models.Model):
    """A pair of mentions, one in each file, that a hit rests on.

    `left_disclosed`: the left agency decided to tell the right one of this pair, though its own mention is silent.
    """

    hit = models.ForeignKey(Hit, models.CASCADE, related_name="reasons")
    kind = models.CharField(max_length=20)
    left = models.ForeignKey(Mention, models.CASCADE, related_name="+")
    right = models.ForeignKey(Mention, models.CASCADE, related_name="+")
    weight = models.FloatField()
    raised_at = models.DateTimeField()
    left_disclosed = models.BooleanField(default=False)
    right_disclosed = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-weight", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["hit", "left", "right"], name="one_reason_per_pair")]

    def __str__(self) -> str:
        return f"{self.kind} in common"

    def near(self, side: HitSide) -> Mention:
        """The mention in this side's own file."""
        return self.left if side.is_left else self.right

    def far(self, side: HitSide) -> Mention:
        """The mention in the other agency's file."""
        return self.right if side.is_left else self.left

    def is_told_to(self, side: HitSide) -> bool:
        """Whether a side's agency may know of this pair: the other's mention is not silent, or it was disclosed."""
        return not self.far(side).is_silent or (self.right_disclosed if side.is_left else self.left_disclosed)


class SearchText(models.Model):
    """The words by which one record is found in a search. Never shown: who finds it is shown the record, if they may.

    The whole's owner is kept because it sees the parts that partners add to its own.
    """

    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField()
    file_kind = models.CharField(max_length=40)
    file_id = models.UUIDField()
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    whole_owner = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    handling = models.CharField(max_length=20)
    mention_words = models.TextField(blank=True)
    text_words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source_kind", "source_id"], name="one_text_per_source")
        ]
        indexes: ClassVar = [models.Index(fields=["file_id"])]

    def __str__(self) -> str:
        return f"words of a {self.source_kind}"
