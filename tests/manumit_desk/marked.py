"""Records of every kind, of every agency, in every handling, each holding words of its own that occur nowhere else.

Where such a word shows, something of its record was shown. `Marked.facts` says whose word it is.
"""

import random
import re
import string
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils import timezone

from manumit_desk.agencies.models import Agency
from manumit_desk.cases import vault
from manumit_desk.cases.actions.declaring import declare
from manumit_desk.cases.models import Case, CaseEvent, CaseNote, CasePart, CaseTask, Charge, Document, Outcome, Party
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.models import Consent, Share
from manumit_desk.jobs.models import Job
from manumit_desk.registry.models import Mention
from manumit_desk.tips.models import Tip, TipEntry, TipHandover, TipImport, TipNote
from manumit_desk.training.models import Certificate, Completion, Course, RosterImport, Trainee
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.oracle import Fact

WORD = re.compile(r"zq[a-z]{10}")
PHONE = "+1 504 555 0142"


@dataclass
class Marked:
    """All marked records, by kind; and by marker the facts of the record that holds it."""

    cast: Cast
    facts: dict[str, Fact] = field(default_factory=dict)
    records: dict[type[HeldObject], list[HeldObject]] = field(default_factory=dict)
    consents: list[Consent] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    of_record: dict[UUID, Fact] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(20260302))
    at: datetime = field(default_factory=timezone.now)

    def word(self, fact: Fact) -> str:
        """A new word that tells of a record."""
        made = "Zq" + "".join(self.chance.choices(string.ascii_lowercase, k=10))
        self.facts[made.lower()] = fact
        return made

    def keep(self, model: Any, owner: Agency, handling: str, whole: HeldObject | None = None, /, **fields: Any) -> Any:
        """Make a record; a field given as `...` becomes a word of its own, also within lists and mappings."""
        fact = Fact(owner=owner, handling=handling, whole=self.of_record[whole.pk] if whole else None)
        if whole:
            fields[model.container] = whole
        said = {name: self._fill(value, fact) for name, value in fields.items()}
        record = model.all_objects.create(
            owner=owner, handling=handling, created_at=self.at, created_by_id=self.author[owner.pk], **said
        )
        self.of_record[record.pk] = fact
        self.records.setdefault(model, []).append(record)
        return record

    def _fill(self, value: Any, fact: Fact) -> Any:
        if value is ...:
            return self.word(fact)
        if isinstance(value, dict):
            return {name: self._fill(one, fact) for name, one in value.items()}
        return [self._fill(one, fact) for one in value] if isinstance(value, list) else value

    @property
    def author(self) -> dict[int, int]:
        """Somebody of each agency."""
        cast = self.cast
        agencies = (cast.police, cast.task_force, cast.shelter, cast.nation, cast.centre)
        return {agency.pk: cast.viewer(agency).user_id for agency in agencies}


def make_marked(cast: Cast) -> Marked:
    """Fill every room."""
    marked = Marked(cast)
    author = marked.author
    for agency in (cast.police, cast.task_force, cast.shelter, cast.nation, cast.centre):
        for handling in Handling.values:
            _case(marked, agency, handling)
            _tip(marked, agency, handling)
            _trained(marked, agency, handling)
        job = Fact(owner=agency, handling="agency")
        marked.jobs.append(
            Job.objects.create(
                title=marked.word(job), stage=marked.word(job), problem=marked.word(job), agency=agency,
                started_by_id=author[agency.pk], membership_id=cast.viewer(agency).membership_id, asked_at=marked.at,
            )
        )  # fmt: skip
    _show(marked)
    return marked


def _case(marked: Marked, agency: Agency, handling: str) -> None:
    today = timezone.localdate(marked.at)
    case = marked.keep(
        Case, agency, handling, title=..., summary=..., county=..., closing_note=..., kind="investigation", state="TX",
        opened_date=today, lead_id=marked.author[agency.pk],
    )  # fmt: skip

    def part(model: type[CasePart], /, **fields: Any) -> Any:
        return marked.keep(model, agency, handling, case, **fields)

    names = {"given_name": ..., "family_name": ...}
    phone = {"phone": PHONE} if handling in ("agency", "victim_confidential") else {}
    suspect = part(Party, kind="person", role="suspect", fields=names | phone, note=...)
    victim = part(Party, kind="person", role="victim", fields=names, note=..., context={})
    part(CaseNote, text=...)
    part(CaseEvent, at=marked.at, what=..., where=..., city=...)
    part(CaseTask, what=..., who_id=marked.author[agency.pk], due_date=today)
    _stored(marked, part(Document, name=..., media_type="text/plain", size=0, sha256="", about=...))
    charge = part(Charge, defendant=suspect, statute="18-1591", said=..., filed_date=today)
    part(Outcome, charge=charge, sentence=...)
    for party in (suspect, victim) if handling == "victim_confidential" else (suspect,):
        _declared(marked, party)


def _stored(marked: Marked, document: Document) -> None:
    """Give a document a content, which is a word of its own too."""
    content = marked.word(marked.of_record[document.pk]).encode()
    Document.all_objects.filter(pk=document.pk).update(
        stored_name=vault.keep([content]), size=len(content), sha256=sha256(content).hexdigest()
    )


def _declared(marked: Marked, party: Party) -> None:
    """Let a party take part in matching as a room would; its mentions say what it says."""
    declare(party, at=marked.at)
    for mention in Mention.objects.for_system().filter(source_id=party.pk):
        marked.of_record[mention.pk] = marked.of_record[party.pk]
        marked.records.setdefault(Mention, []).append(mention)


def _tip(marked: Marked, agency: Agency, handling: str) -> None:
    tip = marked.keep(
        Tip, agency, handling, channel="hotline", received_at=marked.at, received_by=agency, what_happened=...,
        where_text=..., when_text=..., is_anonymous=False, caller_name=..., caller_phone=..., caller_email=...,
        safe_to_contact=..., state="TX", may_call_back=True,
    )  # fmt: skip
    marked.keep(TipEntry, agency, handling, tip, kind="person", role="suspect", fields={"family_name": ...})
    marked.keep(TipNote, agency, handling, tip, text=...)
    to_agency = marked.cast.centre if agency != marked.cast.centre else marked.cast.police
    marked.keep(TipHandover, agency, handling, tip, to_agency=to_agency, handed_at=marked.at)
    marked.keep(TipImport, agency, handling, name=..., rejected=[[2, "state", "no such state", ...]])


def _trained(marked: Marked, agency: Agency, handling: str) -> None:
    course, _ = Course.objects.get_or_create(title="Signs", title_key="signs", kind="classroom")
    roster = marked.keep(RosterImport, agency, handling, name=..., rejected=[[2, "course", "no course", ...]])
    person = marked.keep(
        Trainee, agency, handling, given_name=..., family_name=..., employer=..., job=..., city=..., phone=...,
        email=..., state="TX", person_key=...,
    )  # fmt: skip
    done = marked.keep(
        Completion, agency, handling, person, course=course, session=..., completed_date="2026-01-05", roster=roster,
        roster_row=2, row_key=...,
    )  # fmt: skip
    marked.keep(Certificate, agency, handling, person, completion=done)


def _show(marked: Marked) -> None:
    """What people did: a joint case, victims' records with a consent that holds and one that was ended."""
    cast = marked.cast
    _share(marked, _of(marked, Case, cast.police, "agency"), cast.task_force)
    _share(marked, _of(marked, Case, cast.police, "law_enforcement"), cast.nation)
    _share(marked, _of(marked, Case, cast.nation, "tribal"), cast.police)
    _share(marked, _of(marked, Party, cast.shelter, "victim_confidential"), cast.police, consent="held")
    _share(marked, _of(marked, Case, cast.shelter, "victim_confidential"), cast.task_force, consent="ended")


def _of(marked: Marked, kind: type[HeldObject], owner: Agency, handling: str) -> HeldObject:
    return next(one for one in marked.records[kind] if (one.owner, one.handling) == (owner, handling))


def _share(marked: Marked, record: HeldObject, agency: Agency, consent: str = "") -> None:
    fact, author = marked.of_record[record.pk], marked.author[record.owner_id]
    fact.given.add(agency.pk)
    given = None
    if consent:
        given = Consent.objects.create(
            holder=record.owner, record_kind=record.kind_of_record(), record_id=record.pk, what=marked.word(fact),
            purpose=marked.word(fact), from_date="2020-01-01", until_date=timezone.localdate(marked.at),
            revoked_at=marked.at if consent == "ended" else None, recorded_at=marked.at, recorded_by_id=author,
        )  # fmt: skip
        given.to_agencies.add(agency)
        marked.consents.append(given)
        fact.consented |= {agency.pk} if consent == "held" else set()
    Share.objects.create(
        record_kind=record.kind_of_record(), record_id=record.pk, to_agency=agency, why="joint_case", consent=given,
        shared_at=marked.at, shared_by_id=author,
    )  # fmt: skip
