"""Bringing in a roster: kept, read in the background, and written as a whole or not at all."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import polars as pl
from django.db import transaction

from manumit.errors import InputError
from manumit.progress import Progress
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.permission import RefusedError
from manumit_desk.training.actions.courses import course_named
from manumit_desk.training.batches import batched
from manumit_desk.training.counting import count_once
from manumit_desk.training.due import refresher_due
from manumit_desk.training.importing import LARGEST_ROSTER, RosterRead, Seat
from manumit_desk.training.models import Completion, Course, RosterImport, Trainee

AT_ONCE = 2_000
WHO = ("name", "given_name", "middle_name", "family_name", "email", "phone", "city", "state", "postcode", "employer")
"""What people are known by."""
FILLED = (*WHO, "job")
"""What a later roster may add to a record that lacks it."""


@transaction.atomic
def keep_roster(
    name: str, content: bytes, *, course: Course | None, held_date: date | None, viewer: Viewer, at: datetime
) -> RosterImport:
    """Keep a file until it was read. InputError when it is too large."""
    if not viewer.works_with_records:
        raise RefusedError("Your role does not work with records.")
    plain = name.replace("\0", "")[-150:] or "roster"
    if len(content) > LARGEST_ROSTER:
        limit = f"{LARGEST_ROSTER // 2**20} MB"
        raise InputError(f"the file is larger than {limit}", file=plain, remedy="divide it")
    held = RosterImport(owner_id=viewer.agency_id, name=plain, content=content, size=len(content), course=course)
    held.held_date, held.created_at, held.created_by_id = held_date, at, viewer.user_id
    held.save()
    audit.record("bring in roster", viewer=viewer, at=at, held=held, bytes=len(content))
    return held


def name_job(held: RosterImport, job_id: UUID) -> None:
    """Remember which background work reads a roster."""
    RosterImport.all_objects.filter(pk=held.pk).update(job_id=job_id)


def forget_content(held: RosterImport) -> None:
    """Drop the file itself, whether it was read or could not be."""
    RosterImport.all_objects.filter(pk=held.pk).update(content=b"")


def bring_in(
    held: RosterImport, read: RosterRead, *, viewer: Viewer, at: datetime, progress: Progress
) -> tuple[int, int]:
    """Make the rows seats, but for those that are known already; returns how many were made and how many known.

    Who is who is found first; then all is written in one transaction, so that nothing stays half-written.
    """
    fresh = _unknown(held, read.seats)
    who = _who(held, fresh, progress)
    progress("Writing", 0.9)
    with transaction.atomic():
        people, new_people = _write_people(held, fresh, who, at=at)
        made = _write_seats(held, fresh, people, at=at)
        held.made, held.known, held.new_people = made, len(read.seats) - made, new_people
        held.rejected = [[one.number, one.column, one.reason, one.text] for one in read.aside]
        held.columns, held.content, held.finished_at = read.columns, b"", at
        held.save()
        counts = {"made": made, "known": held.known, "new_people": new_people, "set_aside": len(read.aside)}
        audit.record("brought in roster", viewer=viewer, at=at, held=held, **counts)
    return made, held.known


def _unknown(held: RosterImport, seats: list[Seat]) -> list[Seat]:
    """The seats whose rows the agency has not brought in before."""
    known: set[str] = set()
    own = Completion.objects.for_system().filter(owner=held.owner_id)
    for some in batched((seat.row_key for seat in seats), AT_ONCE):
        known.update(own.filter(row_key__in=some).values_list("row_key", flat=True))
    return [seat for seat in seats if seat.row_key not in known]


def _who(held: RosterImport, seats: list[Seat], progress: Progress) -> list[str]:
    """For each seat the id of a professional whom the agency knows, or a name for one who is new."""
    if not seats:
        return []
    known = Trainee.objects.for_system().filter(owner=held.owner_id).values_list("pk", *WHO)
    rows = [[str(row[0]), *row[1:]] for row in known.iterator(AT_ONCE)]
    before = pl.DataFrame({"id": [row[0] for row in rows], "cluster_id": [row[0] for row in rows]})
    rows += [[f"new {number}", *(seat.person[field] for field in WHO)] for number, seat in enumerate(seats)]
    table = pl.DataFrame(rows, schema=dict.fromkeys(("id", *WHO), pl.String), orient="row")
    table = table.with_columns(pl.col(field).replace("", None) for field in WHO)
    previous = before if before.height else None
    found = count_once(table, previous=previous, certain=True, progress=lambda stage, done: progress(stage, done * 0.9))
    return found["cluster_id"].to_list()[before.height :]


def _write_people(held: RosterImport, seats: list[Seat], who: list[str], *, at: datetime) -> tuple[list[UUID], int]:
    """The professional of each seat, and how many of them are new; what a record lacks is filled in."""
    known = {str(one.pk): one for one in _known(set(who))}
    added: dict[str, Trainee] = {}
    changed: dict[UUID, Trainee] = {}
    for name, seat in zip(who, seats, strict=True):
        person = known.get(name) or added.get(name)
        if person is None:
            pk = uuid4()
            person = added[name] = Trainee(pk=pk, owner_id=held.owner_id, person_key=str(pk), **seat.person)
            person.created_at, person.created_by_id, person.handling = at, held.created_by_id, held.handling
        elif _fill(person, seat) and name in known:
            changed[person.pk] = person
    Trainee.all_objects.bulk_create(added.values(), batch_size=AT_ONCE)
    Trainee.all_objects.bulk_update(changed.values(), [*FILLED, "sector", "sector_is_guessed"], batch_size=200)
    return [(known.get(name) or added[name]).pk for name in who], len(added)


def _known(names: Iterable[str]) -> Iterator[Trainee]:
    wanted = (name for name in names if not name.startswith("new "))
    for some in batched(wanted, AT_ONCE):
        yield from Trainee.objects.for_system().filter(pk__in=some)


def _fill(person: Trainee, seat: Seat) -> bool:
    """Fill in what a record lacks; whether anything changed."""
    lacks = [field for field in FILLED if not getattr(person, field) and seat.person[field]]
    for field in lacks:
        setattr(person, field, seat.person[field])
    better = person.sector_is_guessed and (person.sector == "other" or not seat.person["sector_is_guessed"])
    if better and seat.person["sector"] not in (person.sector, "other"):
        person.sector = str(seat.person["sector"])
        person.sector_is_guessed = bool(seat.person["sector_is_guessed"])
        return True
    return bool(lacks)


def _write_seats(held: RosterImport, seats: list[Seat], people: list[UUID], *, at: datetime) -> int:
    """The seats; one person on one course, session and day is one seat, however often the rosters say so."""
    courses = {title: course_named(title) for title in sorted({seat.course_title for seat in seats})}
    taken = _taken(people)
    made: list[Completion] = []
    for seat, person in zip(seats, people, strict=True):
        course = courses[seat.course_title]
        place = (person, course.pk, seat.session, seat.completed_date)
        if place in taken:
            continue
        taken.add(place)
        made.append(_completion(held, seat, person, course, at))
    Completion.all_objects.bulk_create(made, batch_size=AT_ONCE)
    return len(made)


def _completion(held: RosterImport, seat: Seat, person: UUID, course: Course, at: datetime) -> Completion:
    return Completion(
        owner_id=held.owner_id,
        handling=held.handling,
        created_at=at,
        created_by_id=held.created_by_id,
        trainee_id=person,
        course=course,
        session=seat.session,
        completed_date=seat.completed_date,
        refresher_due=refresher_due(seat.completed_date, course.refresher_months),
        roster=held,
        roster_row=seat.number,
        row_key=seat.row_key,
        **seat.scores,
    )


def _taken(people: list[UUID]) -> set[tuple[Any, ...]]:
    """The seats that these people have already: who, course, session, day."""
    taken: set[tuple[Any, ...]] = set()
    seats = Completion.objects.for_system().values_list("trainee", "course", "session", "completed_date")
    for some in batched(dict.fromkeys(people), AT_ONCE):
        taken.update(seats.filter(trainee__in=some))
    return taken
