"""Courses: the list that all agencies share."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.permission import RefusedError
from manumit_desk.training.batches import batched
from manumit_desk.training.due import refresher_due
from manumit_desk.training.models import Completion, Course
from manumit_desk.training.sorting import course_kind_of, plain


def course_named(title: str) -> Course:
    """The course that a roster names; one that nobody knew is added, its kind guessed from its title."""
    course, _ = Course.objects.get_or_create(
        title_key=plain(title), defaults={"title": title, "kind": course_kind_of(title)}
    )
    return course


@transaction.atomic
def save_course(
    course: Course | None,
    *,
    title: str,
    kind: str,
    hours: Decimal | None,
    refresher_months: int | None,
    viewer: Viewer,
    at: datetime,
) -> Course:
    """Add or change a course; another refresher time moves the due dates of all who completed it."""
    if not viewer.works_with_records:
        raise RefusedError("Your role does not work with records.")
    others = Course.objects.filter(title_key=plain(title))
    if not plain(title):
        raise ValidationError({"title": "Give the course a name with letters or figures."})
    if (others.exclude(pk=course.pk) if course else others).exists():
        raise ValidationError({"title": "There is a course of this name already."})
    months_before = course.refresher_months if course else refresher_months
    course = course or Course()
    course.title, course.title_key, course.kind = title.strip(), plain(title), kind
    course.hours, course.refresher_months = hours, refresher_months
    course.save()
    if months_before != refresher_months:
        _move_due_dates(course)
    audit.record("save course", viewer=viewer, at=at, course_number=course.pk)
    return course


def _move_due_dates(course: Course) -> None:
    completed = Completion.objects.for_system().filter(course=course).only("pk", "completed_date", "refresher_due")
    for some in batched(completed.iterator(2_000), 2_000):
        for one in some:
            one.refresher_due = refresher_due(one.completed_date, course.refresher_months)
        Completion.all_objects.bulk_update(some, ["refresher_due"], batch_size=500)
