"""Everything that the page of one case shows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.access import works_on
from manumit_desk.cases.models import Case
from manumit_desk.cases.queries.listing import CaseFilters, CaseRow, cases_found
from manumit_desk.cases.queries.parts import SECTIONS, Start, section_start
from manumit_desk.cases.queries.seen import Seen
from manumit_desk.cases.queries.timeline import timeline_start
from manumit_desk.cases.vocabulary import labels
from manumit_desk.guard.permission import PermissionRow, why
from manumit_desk.guard.shares import agencies_shown, live_shares
from manumit_desk.shell.parts import Fact
from manumit_desk.tips.models import Tip

AT_FIRST = 10
"""Rows of each section that the page of a case shows; the rest has pages of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is known of the case itself, and what the viewer may do with it."""

    row: CaseRow
    summary: str
    county: str
    sectors: list[str]
    closed_date: date | None
    closing_reason: str
    closing_note: str
    is_intelligence: bool
    is_own: bool
    may_add: bool
    may_delete: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """Another agency that is shown the case: since when, until when, and what led to it."""

    id: int
    name: str
    why: str
    since: datetime
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """The page of a case: its facts, the first rows of each section, who sees it, and why the viewer does."""

    facts: CaseFacts
    owner_name: str
    parties: Start
    timeline: Start
    tasks: Start
    documents: Start
    charges: Start
    partners: list[Partner]
    same_matter: list[CaseRow]
    reasons: list[PermissionRow]

    @property
    def details(self) -> list[Fact]:
        """The case's facts, as pages list them."""
        row, facts = self.facts.row, self.facts
        place = ", ".join(filter(None, (facts.county, labels("states").get(row.state, ""))))
        return [
            Fact("Lead", row.lead),
            Fact("Opened", row.opened_date.isoformat()),
            Fact("Concern", row.concern),
            Fact("Where", place),
            Fact("Sectors", ", ".join(facts.sectors)),
        ]


def case_facts(case: Case, viewer: Viewer, *, at: datetime) -> CaseFacts:
    """What is known of a case, and what the viewer may do with it."""
    is_own = case.owner_id == viewer.agency_id and viewer.works_with_records
    return CaseFacts(
        row=CaseRow.of(case, viewer),
        summary=case.summary,
        county=case.county,
        sectors=[labels("sectors").get(code, code) for code in case.sectors],
        closed_date=case.closed_date,
        closing_reason=labels("case_closings").get(case.closing_reason, ""),
        closing_note=case.closing_note,
        is_intelligence=case.is_intelligence,
        is_own=is_own,
        may_add=works_on(case, viewer, at=at),
        may_delete=is_own and viewer.role == Role.SUPERVISOR,
        is_closed=case.status == Case.Status.CLOSED,
    )


def case_page(case: Case, viewer: Viewer, *, at: datetime) -> CasePage:
    """Everything that the page of a case shows to the viewer."""
    seen = Seen(case, viewer, at=at)
    return CasePage(
        facts=case_facts(case, viewer, at=at),
        owner_name=case.owner.name,
        timeline=timeline_start(seen, size=AT_FIRST),
        partners=partners(case, at=at),
        same_matter=same_matter(case, viewer),
        reasons=why(viewer, case),
        **{name: section_start(name, seen, size=AT_FIRST) for name in SECTIONS},
    )


def partners(case: Case, *, at: datetime) -> list[Partner]:
    """The other agencies that are shown a case, by name."""
    shares = live_shares(timezone.localdate(at)).filter(record_kind=case.kind_of_record(), record_id=case.pk)
    return [
        Partner(one.to_agency_id, one.to_agency.name, one.get_why_display(), one.shared_at, one.until_date)
        for one in shares.select_related("to_agency").order_by("to_agency__name", "shared_at")
    ]


def same_matter(case: Case, viewer: Viewer) -> list[CaseRow]:
    """The other cases, as far as the viewer sees them, that are counted as one matter with a case."""
    found = cases_found(viewer, CaseFilters()).filter(joint_group=case.joint_group).exclude(pk=case.pk)
    return [CaseRow.of(one, viewer) for one in found[:AT_FIRST]]


def may_be_joined(case: Case, *, at: datetime) -> list[tuple[int, str]]:
    """The agencies that are not yet shown a case, by name."""
    shown = {case.owner_id, *(one.pk for one in agencies_shown(case, timezone.localdate(at)))}
    return [(one.pk, one.name) for one in Agency.objects.exclude(pk__in=shown)]


def may_be_one_matter(case: Case, viewer: Viewer) -> list[tuple[UUID, str]]:
    """The viewer's own open cases that could be said to be one matter with a case; the newest 50."""
    own = cases_found(viewer, CaseFilters(whose="own")).exclude(joint_group=case.joint_group).exclude(pk=case.pk)
    return [(one.pk, f"{one.reference}: {one.title}") for one in own[:50]]


def took_up_tips(case: Case, viewer: Viewer) -> bool:
    """Whether tips that the viewer sees are in a case."""
    return bool(Tip.objects.visible_to(viewer).filter(case_id=case.pk, status=Tip.Status.IN_CASE).exists())
