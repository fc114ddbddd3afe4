"""Consents, shares, and the audit chain."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from manumit_desk.agencies.models import Agency


class Consent(models.Model):
    """A person's leave to share: informed, written, time-limited, and no condition of service (34 U.S.C. 12291(b)(2)).

    `record_kind` and `record_id` name the record that it is about. `linking` allows that the record takes part in
    matching; without it nothing about it is compared with anything, not even hashed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    record_kind = models.CharField(max_length=40)
    record_id = models.UUIDField()
    to_agencies = models.ManyToManyField(Agency, related_name="+", blank=True)
    what = models.CharField(max_length=500, help_text="What may be shared, in the person's words.")
    purpose = models.CharField(max_length=500)
    linking = models.BooleanField(default=False)
    from_date = models.DateField()
    until_date = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["record_kind", "record_id"])]

    def __str__(self) -> str:
        return f"consent until {self.until_date}"


class Share(models.Model):
    """One record shown to one more agency: by whom, why, until when. A victim's record needs a `consent` that lives."""

    class Why(models.TextChoices):
        """What led to a share."""

        DISCLOSURE = "disclosure", "disclosed after a hit"
        JOINT_CASE = "joint_case", "worked jointly"
        REFERRAL = "referral", "referred"

    record_kind = models.CharField(max_length=40)
    record_id = models.UUIDField()
    to_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=Why)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="shares")
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until_date = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["to_agency", "record_kind", "record_id"]),
            models.Index(fields=["record_kind", "record_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} to {self.to_agency}, {self.get_why_display()}"


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete a line of the audit."""


class AuditLines(models.QuerySet["AuditEvent"]):
    """Lines of the audit, which can only be read; they are added by `audit.record` alone."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError("lines of the audit are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("lines of the audit are never deleted")


class AuditEvent(models.Model):
    """Who did what to which record, and when. Each line's hash covers the one before it: none can change unseen.

    `detail` holds facts about the act (a field's name, a reason code), never what a record says of a person.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    user_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    record_kind = models.CharField(max_length=40, blank=True)
    record_id = models.CharField(max_length=40, blank=True)
    owner_id = models.BigIntegerField(null=True, db_index=True)
    handling = models.CharField(max_length=20, blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditLines.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [models.Index(fields=["record_kind", "record_id"])]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("a line of the audit is never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("a line of the audit is never deleted")


class AuditHead(models.Model):
    """The newest line of the audit: one row, locked while a line is added, so that the chain never forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"audit up to {self.number}"
