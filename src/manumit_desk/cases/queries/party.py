"""Everything that the page of one party shows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from manumit.formats import htcds
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case, Party
from manumit_desk.cases.party_fields import ASKED
from manumit_desk.cases.queries.listing import CaseRow
from manumit_desk.cases.queries.parts import PartyRow, party_row
from manumit_desk.guard.consents import consents_about, live_consents
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.permission import PermissionRow, why
from manumit_desk.guard.shares import agencies_shown
from manumit_desk.shell.parts import Fact


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent about the party: what, to whom, until when, whether it holds."""

    id: UUID
    what: str
    purpose: str
    agencies: str
    linking: bool
    from_date: date
    until_date: date
    is_live: bool
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPage:
    """A party: its facts, what the data standard asks, consents, who is shown it, and why the viewer sees it."""

    row: PartyRow
    case: CaseRow | None
    details: list[Fact]
    answers: list[Fact]
    note: str
    is_own: bool
    is_victim: bool
    asks_context: bool
    consents: list[ConsentRow]
    shown_to: list[str]
    reasons: list[PermissionRow]


def party_page(party: Party, viewer: Viewer, *, at: datetime) -> PartyPage:
    """Everything that the page of a party shows. Its case is None for who sees the party alone."""
    case = Case.objects.visible_to(viewer).filter(pk=party.case_id).select_related("owner", "lead").first()
    is_own = party.owner_id == viewer.agency_id and viewer.works_with_records
    is_victim = party.role == Party.Role.VICTIM
    return PartyPage(
        row=party_row(party, viewer),
        case=CaseRow.of(case, viewer) if case else None,
        details=facts_of(party),
        answers=context_of(party),
        note=party.note,
        is_own=is_own,
        is_victim=is_victim or party.handling == Handling.VICTIM_CONFIDENTIAL,
        asks_context=party.kind == Party.Kind.PERSON and (is_victim or party.role == Party.Role.SUSPECT),
        consents=consent_rows(party, at=at) if is_own else [],
        shown_to=[one.name for one in agencies_shown(party, timezone.localdate(at))] if is_own else [],
        reasons=why(viewer, party),
    )


def facts_of(party: Party) -> list[Fact]:
    """What is known of a party, with the words of its form."""
    said = {name: label for name, label, _ in ASKED[party.kind]}
    return [Fact(said.get(name, name.replace("_", " ").capitalize()), value) for name, value in party.fields.items()]


def context_of(party: Party) -> list[Fact]:
    """The answers to the data standard's questions, codes as words."""
    answers = []
    for name, value in party.context.items():
        field = htcds.fields()[name]
        words = htcds.choices(field.list)
        said = [words.get(code, code) for code in (value.split(";") if field.several else [value])]
        answers.append(Fact(field.label, "; ".join(said)))
    return answers


def consent_rows(party: Party, *, at: datetime) -> list[ConsentRow]:
    """The consents about a party, the newest first."""
    live = set(live_consents(timezone.localdate(at)).filter(record_id=party.pk).values_list("pk", flat=True))
    return [
        ConsentRow(
            id=one.pk,
            what=one.what,
            purpose=one.purpose,
            agencies=", ".join(agency.name for agency in one.to_agencies.all()),
            linking=one.linking,
            from_date=one.from_date,
            until_date=one.until_date,
            is_live=one.pk in live,
            revoked_at=one.revoked_at,
        )
        for one in consents_about(party)
    ]
