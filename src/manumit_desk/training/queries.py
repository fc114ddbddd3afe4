"""Questions about training, as plain values for pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.training.models import Certificate, Completion, Course, RosterImport, Trainee

ROWS = 25


def _page(found: QuerySet[Any], page: str | None, rows: Callable[[list[Any]], list[Any]]) -> Page[Any]:
    """A page of a query, its objects made plain."""
    shown: Page[Any] = Paginator(found, ROWS).get_page(page)
    shown.object_list = rows(list(shown.object_list))
    return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRow:
    """A course with the viewer's agency's figures."""

    number: int
    title: str
    kind: str
    hours: str
    refresher_months: int | None
    seats: int
    people: int


def course_rows(viewer: Viewer, *, page: str | None) -> Page[CourseRow]:
    """A page of the courses, by name."""

    def rows(courses: list[Course]) -> list[CourseRow]:
        counts = _seats_by_course(viewer, [course.pk for course in courses])
        return [_course_row(course, counts.get(course.pk, (0, 0))) for course in courses]

    return _page(Course.objects.all(), page, rows)


def course_row(course: Course, viewer: Viewer) -> CourseRow:
    """One course."""
    return _course_row(course, _seats_by_course(viewer, [course.pk]).get(course.pk, (0, 0)))


def _course_row(course: Course, counted: tuple[int, int]) -> CourseRow:
    return CourseRow(
        number=course.pk,
        title=course.title,
        kind=course.get_kind_display(),
        hours=f"{course.hours.normalize():f}" if course.hours is not None else "",
        refresher_months=course.refresher_months,
        seats=counted[0],
        people=counted[1],
    )


def _seats_by_course(viewer: Viewer, courses: list[int]) -> dict[int, tuple[int, int]]:
    """Seats and people of the viewer's agency by course."""
    own = Completion.objects.visible_to(viewer).filter(owner=viewer.agency_id, course__in=courses).order_by()
    rows = own.values("course").annotate(seats=Count("pk"), people=Count("trainee", distinct=True))
    return {row["course"]: (row["seats"], row["people"]) for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """A seat as a page shows it."""

    id: UUID
    person_id: UUID
    person: str
    course_number: int
    course: str
    session: str
    completed: date
    refresher_due: date | None
    before: float | None
    after: float | None
    later: float | None
    source: str


def seat_rows(course: Course, viewer: Viewer, *, page: str | None) -> Page[SeatRow]:
    """A page of a course's seats that the viewer may see, the newest first."""
    seats = Completion.objects.visible_to(viewer).filter(course=course).order_by("-completed_date", "pk")
    whole = seats.select_related("trainee", "course", "roster").defer("roster__content", "roster__rejected")
    return _page(whole, page, lambda some: [_seat_row(one) for one in some])


def _seat_row(one: Completion) -> SeatRow:
    return SeatRow(
        id=one.pk,
        person_id=one.trainee_id,
        person=one.trainee.full_name,
        course_number=one.course_id,
        course=one.course.title,
        session=one.session,
        completed=one.completed_date,
        refresher_due=one.refresher_due,
        before=one.score_before,
        after=one.score_after,
        later=one.score_later,
        source=f"{one.roster.name}, row {one.roster_row}" if one.roster else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A professional in a list."""

    id: UUID
    name: str
    employer: str
    job: str
    sector: str
    sector_is_guessed: bool
    place: str
    seats: int


def person_rows(viewer: Viewer, *, q: str, sector: str, due: bool, today: date, page: str | None) -> Page[PersonRow]:
    """A page of the professionals of the viewer's agency."""
    people = Trainee.objects.visible_to(viewer).filter(owner=viewer.agency_id)
    for word in q.split():
        anywhere = Q()
        for field in ("name", "given_name", "family_name", "email", "employer"):
            anywhere |= Q((f"{field}__icontains", word))
        people = people.filter(anywhere)
    if sector:
        people = people.filter(sector=sector)
    if due:
        people = people.filter(Exists(_run_out(viewer, today).filter(trainee=OuterRef("pk"))))
    in_order = people.order_by("family_name", "given_name", "name", "pk")
    return _page(in_order, page, lambda some: _person_rows(some, viewer))


def _person_rows(people: list[Trainee], viewer: Viewer) -> list[PersonRow]:
    counted = Completion.objects.visible_to(viewer).filter(trainee__in=[one.pk for one in people]).order_by()
    seats = {row["trainee"]: row["seats"] for row in counted.values("trainee").annotate(seats=Count("pk"))}
    return [_person_row(one, seats.get(one.pk, 0)) for one in people]


def _run_out(viewer: Viewer, today: date) -> QuerySet[Completion]:
    """Trainings whose refresher is due and that were not taken again."""
    seats: QuerySet[Completion] = Completion.objects.visible_to(viewer)
    again = seats.filter(
        trainee=OuterRef("trainee"), course=OuterRef("course"), completed_date__gt=OuterRef("completed_date")
    )
    return seats.filter(~Exists(again), refresher_due__lte=today)


def _person_row(one: Trainee, seats: int) -> PersonRow:
    return PersonRow(
        id=one.pk,
        name=one.full_name,
        employer=one.employer,
        job=one.job,
        sector=one.get_sector_display(),
        sector_is_guessed=one.sector_is_guessed,
        place=", ".join(filter(None, (one.city, one.state))),
        seats=seats,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRow:
    """A certificate as its agency sees it."""

    id: UUID
    code: str
    course: str
    made_at: datetime
    shows_name: bool
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """All that an agency knows of one professional."""

    row: PersonRow
    sector_code: str
    email: str
    phone: str
    seats: tuple[SeatRow, ...]
    certificates: tuple[CertificateRow, ...]
    may_change: bool


def person_page(trainee: Trainee, viewer: Viewer) -> PersonPage:
    """One professional with their seats and certificates."""
    seats = Completion.objects.visible_to(viewer).filter(trainee=trainee).select_related("trainee", "course", "roster")
    seats = seats.defer("roster__content", "roster__rejected")
    made = Certificate.objects.visible_to(viewer).filter(trainee=trainee).select_related("completion__course")
    rows = tuple(_seat_row(one) for one in seats)
    return PersonPage(
        row=_person_row(trainee, len(rows)),
        sector_code=trainee.sector,
        email=trainee.email,
        phone=trainee.phone,
        seats=rows,
        certificates=tuple(
            CertificateRow(
                id=one.pk,
                code=one.code,
                course=one.completion.course.title,
                made_at=one.created_at,
                shows_name=one.shows_name,
                revoked_at=one.revoked_at,
            )
            for one in made
        ),
        may_change=trainee.owner_id == viewer.agency_id and viewer.works_with_records,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """A roster that was brought in."""

    id: UUID
    name: str
    brought_at: datetime
    job_id: UUID | None
    made: int
    known: int
    new_people: int
    rejected: tuple[tuple[int, str, str, str], ...]
    columns: tuple[tuple[str, str, str], ...]


def roster_row(held: RosterImport) -> RosterRow:
    """One roster with what was set aside, and which column was taken for what (sheet, column, field)."""
    columns = tuple(
        (sheet, written, field.replace("_", " "))
        for sheet, places in held.columns.items()
        for field, written in places.items()
    )
    return RosterRow(
        id=held.pk,
        name=held.name,
        brought_at=held.created_at,
        job_id=held.job_id,
        made=held.made,
        known=held.known,
        new_people=held.new_people,
        rejected=tuple((row[0], row[1], row[2], row[3]) for row in held.rejected),
        columns=columns,
    )


def rosters_of(viewer: Viewer) -> list[RosterRow]:
    """The newest rosters of the viewer's agency."""
    own = RosterImport.objects.visible_to(viewer).filter(owner=viewer.agency_id).defer("content")
    return [roster_row(held) for held in own.order_by("-created_at")[:ROWS]]
