"""Courses; professionals as one agency knows them; what they completed; rosters; certificates.

A course is no record of a person: all agencies share the list. The rest belongs to the agency that trained them.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models

from manumit import terms
from manumit_desk.guard.held import GuardedManager, HeldObject


def course_kinds() -> list[tuple[str, str]]:
    """Kinds of courses, from terms/course_kinds.csv."""
    return [(row["code"], row["label"]) for row in terms.load("course_kinds")]


def sectors() -> list[tuple[str, str]]:
    """Sectors of professionals, from terms/professional_sectors.csv."""
    return [(row["code"], row["label"]) for row in terms.load("professional_sectors")]


class Course(models.Model):
    """Something that is taught. `title_key` is the folded title: by it rosters of all agencies name the same course."""

    title = models.CharField(max_length=200)
    title_key = models.CharField(max_length=200, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=course_kinds)
    hours = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    refresher_months = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(240)], help_text="Empty: no refresher is needed."
    )

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title


class RosterImport(HeldObject):
    """One roster: its content until it was read, then how many seats it made and which rows were set aside.

    `course` and `held_date` stand for rows that name none. `rejected` rows are [row number, column, reason, text] and
    can be downloaded by the agency. `columns` says which column was taken for what, by sheet.
    """

    name = models.CharField(max_length=150)
    content = models.BinaryField(default=b"", editable=False)
    size = models.PositiveBigIntegerField(default=0)
    job_id = models.UUIDField(null=True, blank=True)
    course = models.ForeignKey(Course, models.PROTECT, null=True, blank=True, related_name="+")
    held_date = models.DateField(null=True, blank=True)
    made = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    new_people = models.PositiveIntegerField(default=0)
    rejected = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[GuardedManager[RosterImport]] = GuardedManager()

    class Meta(HeldObject.Meta):
        pass

    def __str__(self) -> str:
        return "roster"


class Trainee(HeldObject):
    """One professional as one agency knows them. `person_key` is the same for one person in all agencies."""

    name = models.CharField(max_length=200, blank=True, help_text="As written, where the parts are not known.")
    given_name = models.CharField(max_length=120, blank=True)
    middle_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True, db_index=True, help_text="In small letters.")
    phone = models.CharField(max_length=60, blank=True)
    employer = models.CharField(max_length=200, blank=True)
    job = models.CharField(max_length=200, blank=True)
    sector = models.CharField(max_length=20, choices=sectors, default="other")
    sector_is_guessed = models.BooleanField(default=True)
    city = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    person_key = models.CharField(max_length=60, db_index=True, editable=False)

    objects: ClassVar[GuardedManager[Trainee]] = GuardedManager()

    class Meta(HeldObject.Meta):
        ordering: ClassVar = ["family_name", "given_name", "name", "email"]

    def __str__(self) -> str:
        return "professional"

    @property
    def full_name(self) -> str:
        """Given and family name, or what was written, or the address."""
        return " ".join(filter(None, (self.given_name, self.family_name))) or self.name or self.email


class Completion(HeldObject):
    """One seat: somebody completed a course on a day. `row_key` is how the same row of a roster is known again.

    `refresher_due` follows from the day and the course; None where none is needed. Scores are in the roster's own
    points, mostly percent.
    """

    container = "trainee"

    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    session = models.CharField(max_length=200, blank=True)
    completed_date = models.DateField(db_index=True)
    refresher_due = models.DateField(null=True, blank=True, db_index=True)
    score_before = models.FloatField(null=True, blank=True)
    score_after = models.FloatField(null=True, blank=True)
    score_later = models.FloatField(null=True, blank=True)
    hours = models.FloatField(null=True, blank=True)
    roster = models.ForeignKey(RosterImport, models.CASCADE, null=True, blank=True, related_name="+")
    roster_row = models.PositiveIntegerField(null=True, blank=True)
    row_key = models.CharField(max_length=64)

    objects: ClassVar[GuardedManager[Completion]] = GuardedManager()

    class Meta(HeldObject.Meta):
        ordering: ClassVar = ["-completed_date"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "row_key"], name="one_seat_per_row"),
            models.UniqueConstraint(fields=["trainee", "course", "session", "completed_date"], name="one_seat_a_day"),
        ]

    def __str__(self) -> str:
        return "completion"


def new_code() -> str:
    """A certificate's public code: 128 random bits."""
    return secrets.token_urlsafe(16)


class Certificate(HeldObject):
    """What somebody can show of a completion. The public page names them only if they agreed to it."""

    container = "trainee"

    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="+")
    completion = models.ForeignKey(Completion, models.CASCADE, related_name="+")
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    shows_name = models.BooleanField(default=False)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=200, blank=True)

    objects: ClassVar[GuardedManager[Certificate]] = GuardedManager()

    class Meta(HeldObject.Meta):
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return "certificate"
