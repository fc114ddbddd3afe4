"""Cases, their parts, and what a person keeps for their own convenience. Everything but saved views is held."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from manumit_desk.guard.held import HeldObject

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What a reference is made of: nothing that is taken for something else when it is read aloud."""


def new_reference() -> str:
    """A case's reference, random: C-4F7K2Q says nothing about how many cases there are, or when it was opened."""
    return "C-" + "".join(secrets.choice(_LETTERS) for _ in range(6))


class Case(HeldObject):
    """An agency's work on one matter. `joint_group` is shared by the cases of several agencies that are one matter.

    `sectors` are codes of terms/sectors.csv. `is_intelligence`: the file holds criminal intelligence, so that its
    suspects expire unless they are confirmed (28 CFR Part 23).
    """

    class Kind(models.TextChoices):
        """What sort of work a case is."""

        INVESTIGATION = "investigation", "Investigation"
        TASK_FORCE = "task_force", "Task-force case"
        PROSECUTION = "prosecution", "Prosecution"
        VICTIM_SERVICES = "victim_services", "Victim services"

    class Status(models.TextChoices):
        """Whether somebody works on it."""

        OPEN = "open", "Open"
        INACTIVE = "inactive", "Inactive"
        CLOSED = "closed", "Closed"

    class Concern(models.TextChoices):
        """What sort of trafficking it is about."""

        UNKNOWN = "", "Not known yet"
        SEX = "sex", "Sex trafficking"
        LABOUR = "labour", "Labor trafficking"
        BOTH = "both", "Both"

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    concern = models.CharField(max_length=10, choices=Concern, blank=True, default=Concern.UNKNOWN)
    summary = models.TextField(max_length=5000, blank=True)
    opened_date = models.DateField()
    closed_date = models.DateField(null=True, blank=True)
    closing_reason = models.CharField(max_length=40, blank=True)
    closing_note = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=2, blank=True)
    county = models.CharField(max_length=80, blank=True)
    sectors = models.JSONField(default=list, blank=True)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    joint_group = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    is_intelligence = models.BooleanField(default=False)

    class Meta(HeldObject.Meta):
        indexes: ClassVar = [
            models.Index(fields=["owner", "status", "opened_date"]),
            models.Index(fields=["kind", "opened_date"]),
        ]

    def __str__(self) -> str:
        return self.reference


class CasePart(HeldObject):
    """A part of a case, owned by the agency that added it: shown with the case unless its own handling forbids it."""

    container = "case"
    case: models.ForeignKey[Case, Case]
    case_id: uuid.UUID

    class Meta(HeldObject.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} of a case"


class Party(CasePart):
    """Somebody or something in a case. `fields` are the raw fields of its kind (docs/data/fields.md).

    `context` holds what the Human Trafficking Case Data Standard asks about a victim or a suspect, by its field name.
    """

    class Kind(models.TextChoices):
        """What a party is."""

        PERSON = "person", "Person"
        ORGANISATION = "organisation", "Organization"
        CONTACT = "contact", "Phone, e-mail, account"
        PLACE = "place", "Place"
        VEHICLE = "vehicle", "Vehicle"
        VESSEL = "vessel", "Vessel"

    class Role(models.TextChoices):
        """Its part in the matter; the registry's roles."""

        SUSPECT = "suspect", "Suspect"
        VICTIM = "victim", "Victim"
        WITNESS = "witness", "Witness"
        CALLER = "caller", "Caller"
        BUSINESS = "business", "Business"
        CONTACT = "contact", "Contact point"
        PLACE = "place", "Place"
        VEHICLE = "vehicle", "Vehicle"
        OTHER = "other", "Other"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    role = models.CharField(max_length=20, choices=Role, default=Role.OTHER)
    fields = models.JSONField(default=dict)
    context = models.JSONField(default=dict, blank=True)
    note = models.TextField(max_length=2000, blank=True)

    class Meta(CasePart.Meta):
        verbose_name_plural = "parties"
        indexes: ClassVar = [
            models.Index(fields=["case", "created_at"]),
            models.Index(fields=["owner", "revalidate_by"]),
        ]


class CaseNote(CasePart):
    """What somebody wrote down."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    text = models.TextField(max_length=10_000)

    class Meta(CasePart.Meta):
        verbose_name = "note"


class CaseEvent(CasePart):
    """Something that happened in the matter: when, what, where. `stage` is the standard's: recruitment, transit, ..."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=300)
    where = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=20, blank=True)

    class Meta(CasePart.Meta):
        verbose_name = "event"


class CaseTask(CasePart):
    """Something to be done: by whom, by when."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    what = models.CharField(max_length=300)
    due_date = models.DateField(null=True, blank=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(CasePart.Meta):
        verbose_name = "task"
        indexes: ClassVar = [models.Index(fields=["who", "done_at", "due_date"])]


class Document(CasePart):
    """A file, kept encrypted under a random name. `sha256` is of its plain content, `size` its plain bytes."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=64, unique=True, editable=False)
    about = models.CharField(max_length=300, blank=True)

    class Meta(CasePart.Meta):
        verbose_name = "document"


class Charge(CasePart):
    """What somebody is charged with. `statute` is a code of terms/statutes.csv, `nibrs` 64A, 64B or empty."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    defendant = models.ForeignKey(Party, models.PROTECT, related_name="+")
    statute = models.CharField(max_length=40)
    said = models.CharField(max_length=200, blank=True)
    counts = models.PositiveSmallIntegerField(default=1)
    nibrs = models.CharField(max_length=4, blank=True)
    filed_date = models.DateField()

    class Meta(CasePart.Meta):
        verbose_name = "charge"


class Outcome(CasePart):
    """What came of a charge, entered once for every report. Money in cents."""

    class Result(models.TextChoices):
        """What was decided (terms/case_outcomes.csv)."""

        PENDING = "pending", "Pending"
        CONVICTED = "convicted", "Convicted"
        ACQUITTED = "acquitted", "Acquitted"
        DISMISSED = "dismissed", "Dismissed"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    charge = models.OneToOneField(Charge, models.CASCADE, related_name="+")
    result = models.CharField(max_length=12, choices=Result, default=Result.PENDING)
    decided_date = models.DateField(null=True, blank=True)
    by_plea = models.BooleanField(default=False)
    sentence_months = models.PositiveIntegerField(null=True, blank=True)
    sentence = models.CharField(max_length=300, blank=True)
    restitution_ordered_cents = models.PositiveBigIntegerField(default=0)
    restitution_paid_cents = models.PositiveBigIntegerField(default=0)

    class Meta(CasePart.Meta):
        verbose_name = "outcome"


class SavedView(models.Model):
    """Filters of the list of cases that a person uses again. They hold choices, never names of parties."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    filters = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "name"], name="one_view_per_name")]

    def __str__(self) -> str:
        return self.name
