"""Tips, what they name, the clocks that run on them, what is noted, and how they are handed from desk to desk."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models

from manumit_desk.agencies.models import Agency
from manumit_desk.guard.held import GuardedManager, HeldObject
from manumit_desk.registry.models import MentionRole

NO_POLICE = "The caller does not want police to know."
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What codes are made of: nothing that is taken for something else when it is read aloud."""


def new_reference() -> str:
    """A tip's reference, random: T-7K3F9Q says nothing about how many tips there are, or when it came."""
    return "T-" + "".join(secrets.choice(LETTERS) for _ in range(6))


class Answer(models.TextChoices):
    """What is known of a yes-or-no question."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class Tip(HeldObject):
    """What somebody reported, with the caller's wishes as rules that the system keeps.

    `owner` is the desk that has it now, `received_by` the one that it first came to. `urgency` follows from the facts
    (urgency.py), `urgency_reasons` are its codes. `indicators` are codes of terms/tip_indicators.csv: indications that
    somebody ticked, never a verdict. Of the follow-up code only its hash is kept. `case_id` names the case that took
    the tip up; the room of cases knows tips, not the reverse.
    """

    class Channel(models.TextChoices):
        """How it came."""

        WEB = "web", "Web form"
        HOTLINE = "hotline", "Hotline"
        IMPORT = "import", "Imported file"
        PARTNER = "partner", "Partner's system"

    class Concern(models.TextChoices):
        """What sort of trafficking it may be about."""

        SEX = "sex", "Sex trafficking"
        LABOUR = "labour", "Labor trafficking"
        BOTH = "both", "Both"
        UNSURE = "unsure", "Not sure"

    class Urgency(models.TextChoices):
        """How soon somebody must look."""

        NOW = "now", "Now"
        TODAY = "today", "Today"
        THIS_WEEK = "this_week", "This week"

    class Status(models.TextChoices):
        """Where it stands; each tip is in exactly one."""

        NEW = "new", "New"
        ASSIGNED = "assigned", "Assigned"
        WAITING = "waiting", "Waiting for an answer"
        IN_CASE = "in_case", "In a case"
        CLOSED = "closed", "Closed"

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    channel = models.CharField(max_length=10, choices=Channel)
    language = models.CharField(max_length=20, default="en")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    what_happened = models.TextField(max_length=10_000)
    where_text = models.CharField(max_length=500, blank=True)
    when_text = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=2, blank=True)
    concern = models.CharField(max_length=10, choices=Concern, default=Concern.UNSURE)
    indicators = models.JSONField(default=list, blank=True)
    child = models.CharField(max_length=10, choices=Answer, default=Answer.UNKNOWN)
    child_is_foreign = models.CharField(max_length=10, choices=Answer, default=Answer.UNKNOWN)
    child_in_care = models.CharField(max_length=10, choices=Answer, default=Answer.UNKNOWN)
    child_is_missing = models.CharField(max_length=10, choices=Answer, default=Answer.UNKNOWN)
    in_danger_now = models.CharField(max_length=10, choices=Answer, default=Answer.UNKNOWN)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.THIS_WEEK)
    urgency_rank = models.PositiveSmallIntegerField(default=2, editable=False)
    urgency_reasons = models.JSONField(default=list, editable=False)

    may_tell_police = models.BooleanField(default=False)
    may_call_back = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=True)
    caller_name = models.CharField(max_length=200, blank=True)
    caller_phone = models.CharField(max_length=60, blank=True)
    caller_email = models.CharField(max_length=254, blank=True)
    safe_to_contact = models.CharField(max_length=300, blank=True)

    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=40, blank=True)
    outcome_for_caller = models.CharField(max_length=40, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    code_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    case_id = models.UUIDField(null=True, blank=True, db_index=True, editable=False)
    imported_by = models.ForeignKey("TipImport", models.PROTECT, null=True, blank=True, related_name="+")
    import_key = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[GuardedManager[Tip]] = GuardedManager()

    class Meta(HeldObject.Meta):
        indexes: ClassVar = [
            models.Index(fields=["owner", "status", "urgency_rank", "received_at"]),
            models.Index(fields=["received_by", "received_at"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["received_by", "import_key"], condition=~models.Q(import_key=""), name="one_tip_per_import_key"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def refuses(self, agency: Agency) -> str:
        """The caller's wish binds every way of showing the tip, also after a hit."""
        return NO_POLICE if agency.is_law_enforcement and not self.may_tell_police else ""

    @property
    def is_open(self) -> bool:
        """Whether the desk still has something to do with it."""
        return self.status not in (self.Status.IN_CASE, self.Status.CLOSED)


class TipEntry(HeldObject):
    """One person, business, phone, website, vehicle or place that a tip names; it declares one mention.

    `fields` are the raw fields of its kind (docs/data/fields.md).
    """

    class Kind(models.TextChoices):
        """What is named."""

        PERSON = "person", "Person"
        ORGANISATION = "organisation", "Business or organization"
        CONTACT = "contact", "Phone, e-mail, website, account"
        PLACE = "place", "Place"
        VEHICLE = "vehicle", "Vehicle"
        VESSEL = "vessel", "Vessel"

    container = "tip"
    tip = models.ForeignKey(Tip, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    role = models.CharField(max_length=20, choices=MentionRole, default=MentionRole.OTHER)
    fields = models.JSONField(default=dict)

    objects: ClassVar[GuardedManager[TipEntry]] = GuardedManager()

    class Meta(HeldObject.Meta):
        verbose_name_plural = "tip entries"
        indexes: ClassVar = [models.Index(fields=["tip", "created_at"])]

    def refuses(self, agency: Agency) -> str:
        return self.tip.refuses(agency)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in a tip"


class TipNote(HeldObject):
    """What was asked, answered, decided or added to a tip. `created_by` is empty where the caller wrote it."""

    class Kind(models.TextChoices):
        """What sort of note."""

        NOTE = "note", "Note"
        QUESTION = "question", "Question asked"
        ANSWER = "answer", "Answer"
        FROM_CALLER = "from_caller", "Added by the caller"
        FROM_DESK = "from_desk", "Word from another desk"
        DECISION = "decision", "Decision"

    container = "tip"
    tip = models.ForeignKey(Tip, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NOTE)
    text = models.TextField(max_length=10_000)

    objects: ClassVar[GuardedManager[TipNote]] = GuardedManager()

    class Meta(HeldObject.Meta):
        indexes: ClassVar = [models.Index(fields=["tip", "created_at"])]

    def refuses(self, agency: Agency) -> str:
        return self.tip.refuses(agency)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of a tip"


class TipClock(models.Model):
    """Something that must be done about a tip by a moment (clocks.py says what and by which rule)."""

    tip = models.ForeignKey(Tip, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["due_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["met_at", "due_at"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["tip", "code"], name="one_clock_per_code")]

    def __str__(self) -> str:
        return self.code


class TipHandover(HeldObject):
    """A tip offered to another agency's desk. Its `owner` is the desk that hands over; `to_agency` is shown it.

    It holds no content: who receives the tip reads it by confirming the receipt, and owns it from then on. Until then
    the desk that hands over stays responsible. What came of the tip is written back here.
    """

    class State(models.TextChoices):
        """Where a handover stands."""

        OFFERED = "offered", "Not confirmed yet"
        CONFIRMED = "confirmed", "Receipt confirmed"
        DECLINED = "declined", "Sent back"
        TAKEN_BACK = "taken_back", "Taken back"

    class Ground(models.TextChoices):
        """The legal ground on which police are told against the caller's wish."""

        NONE = "", "None"
        CHILD_IN_DANGER = "child_in_danger", "A child is in danger"

    container = "tip"
    tip = models.ForeignKey(Tip, models.CASCADE, related_name="+")
    to_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.OFFERED)
    handed_at = models.DateTimeField()
    to_police = models.BooleanField(default=False)
    ground = models.CharField(max_length=20, choices=Ground, blank=True, default=Ground.NONE)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    declined_because = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[GuardedManager[TipHandover]] = GuardedManager()

    class Meta(HeldObject.Meta):
        indexes: ClassVar = [
            models.Index(fields=["to_agency", "state"]),
            models.Index(fields=["tip", "handed_at"]),
        ]

    def __str__(self) -> str:
        return f"handover to {self.to_agency}"

    @property
    def from_agency(self) -> Agency:
        """The desk that hands over."""
        return self.owner


class TipImport(HeldObject):
    """One file of tips: its content until it was read, then how many rows became tips and which were set aside.

    `rejected` rows are [row number, column, reason, text] and can be downloaded by the agency.
    """

    name = models.CharField(max_length=150)
    content = models.BinaryField(default=b"", editable=False)
    size = models.PositiveBigIntegerField(default=0)
    job_id = models.UUIDField(null=True, blank=True)
    made = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    rejected = models.JSONField(default=list)

    objects: ClassVar[GuardedManager[TipImport]] = GuardedManager()

    class Meta(HeldObject.Meta):
        pass

    def __str__(self) -> str:
        return "file of tips"
