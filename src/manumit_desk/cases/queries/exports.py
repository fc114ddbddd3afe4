"""Cases as files: plain CSV, and the Human Trafficking Case Data Standard 2.0. Only what the viewer may see.

Rows of victims are of the viewer's own agency only, whatever else they are shown: totals may be handed on, people not
(34 U.S.C. 12291(b)(2)). Names and contact details are left out unless they are asked for.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from manumit.errors import InputError
from manumit.formats import htcds
from manumit.formats.formulas import without_formula
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case, CaseEvent, Party
from manumit_desk.cases.queries.listing import CaseFilters, CaseRow, cases_found
from manumit_desk.cases.vocabulary import column, labels
from manumit_desk.guard.consents import live_consents
from manumit_desk.guard.handling import Handling

AT_ONCE = 200
"""Cases that are read at once while a file is sent."""
_PLAIN = (
    "reference", "title", "kind", "status", "concern", "state", "county", "lead", "opened", "closed", "closed because",
    "agency",
)  # fmt: skip


def plain_lines(viewer: Viewer, filters: CaseFilters) -> Iterator[str]:
    """The list of cases as CSV, a line at a time; values that a spreadsheet would run are written as text."""
    yield _line(_PLAIN)
    for case in cases_found(viewer, filters).iterator(AT_ONCE):
        row = CaseRow.of(case, viewer)
        closed = case.closed_date.isoformat() if case.closed_date else ""
        yield _line((
            row.reference, row.title, row.kind, row.status_label, row.concern, row.state, case.county, row.lead,
            row.opened_date.isoformat(), closed, labels("case_closings").get(case.closing_reason, ""), row.owner,
        ))  # fmt: skip


def _line(cells: tuple[str, ...]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([without_formula(cell) for cell in cells])
    return written.getvalue()


def people_exported(viewer: Viewer, filters: CaseFilters) -> QuerySet[Party]:
    """The victims and suspects whose rows an export holds: of victims, only those of the viewer's own agency."""
    cases = cases_found(viewer, filters).order_by()
    people = Party.objects.visible_to(viewer).filter(
        case__in=cases, kind=Party.Kind.PERSON, role__in=(Party.Role.VICTIM, Party.Role.SUSPECT)
    )
    own = Q(owner=viewer.agency_id)
    close = Q(role=Party.Role.VICTIM) | Q(handling__in=(Handling.VICTIM_CONFIDENTIAL, Handling.TRIBAL))
    found: QuerySet[Party] = people.filter(own | ~close).select_related("owner", "case", "case__lead", "case__owner")
    return found.order_by("case__reference", "created_at", "pk")


def htcds_lines(
    viewer: Viewer, filters: CaseFilters, people: Sequence[UUID], *, with_names: bool, at: datetime
) -> Iterator[str]:
    """The people with these ids, and the events of the cases, as lines of an HTCDS file, if they still may be seen."""
    return htcds.htcds_lines(_rows(viewer, filters, people, with_names, at))


def _rows(
    viewer: Viewer, filters: CaseFilters, people: Sequence[UUID], with_names: bool, at: datetime
) -> Iterator[htcds.Row]:
    consented = _with_consent(at)
    for first in range(0, len(people), AT_ONCE):
        for party in people_exported(viewer, filters).filter(pk__in=people[first : first + AT_ONCE]):
            yield _person(party, with_names=with_names, has_consent=party.pk in consented)
    cases = cases_found(viewer, filters).order_by()
    events = CaseEvent.objects.visible_to(viewer).filter(case__in=cases)
    own = Q(owner=viewer.agency_id) | ~Q(handling__in=(Handling.VICTIM_CONFIDENTIAL, Handling.TRIBAL))
    for event in events.filter(own).select_related("case", "case__lead", "case__owner").iterator(AT_ONCE):
        yield _event(event)


def _with_consent(at: datetime) -> set[Any]:
    live = live_consents(timezone.localdate(at)).filter(record_kind=Party.kind_of_record())
    return set(live.values_list("record_id", flat=True))


def _person(party: Party, *, with_names: bool, has_consent: bool) -> htcds.Row:
    row = {htcds.CASE: party.case.reference, htcds.RECORD: htcds.PERSON, **_case(party.case)}
    row |= {name: value for name, value in party.context.items() if name in htcds.fields()}
    row |= {name: party.fields.get(field, "") for field, name in _TELLING.items()}
    row["prs_Gender"] = _GENDERS.get(party.fields.get("sex", "").strip().casefold(), "NonSpecifiedUnknown")
    if with_names:
        row |= {name: party.fields.get(field, "") for field, name in _IDENTIFYING.items()}
        row["prs_FirstName"] = row["prs_FirstName"] or party.fields.get("name", "")
    if party.role == Party.Role.VICTIM:
        row["con_Consent"] = str(has_consent).lower()
        row.setdefault("vic_ForcedLabourIndustry", _industry(party.case))
    return _allowed(row)


def _case(case: Case) -> htcds.Row:
    closed = column("case_closings", case.closing_reason, "htcds") or "Closed"
    status = {Case.Status.OPEN: "Active", Case.Status.INACTIVE: "FollowUp", Case.Status.CLOSED: closed}
    because = ": ".join(filter(None, (labels("case_closings").get(case.closing_reason, ""), case.closing_note)))
    return {
        "cas_Status": status[Case.Status(case.status)],
        "cas_ReasonForCaseClosure": because,
        "cas_CaseOwner": case.lead.name if case.lead else case.owner.name,
    }


def _industry(case: Case) -> str:
    """The standard's industry of a case's only sector: entered once there."""
    return column("sectors", case.sectors[0], "htcds") if len(case.sectors) == 1 else ""


def _event(event: CaseEvent) -> htcds.Row:
    row = {
        htcds.CASE: event.case.reference,
        htcds.RECORD: htcds.EVENT,
        **_case(event.case),
        "hte_Date": timezone.localdate(event.at).isoformat(),
        "hte_Type": event.stage,
        "hte_Description": event.what,
        "hte_Street": event.where,
        "hte_City": event.city,
    }
    return _allowed(row)


def _allowed(row: htcds.Row) -> htcds.Row:
    """The row without values that the standard does not allow, such as a birth date of which only the year is known."""
    kept: htcds.Row = {}
    for name, value in row.items():
        try:
            kept |= htcds.checked({name: value})
        except InputError:
            continue
    return kept


_GENDERS = {"female": "Feminine", "f": "Feminine", "woman": "Feminine", "male": "Masculine", "m": "Masculine",
            "man": "Masculine"}  # fmt: skip
_TELLING = {"nationality": "prs_Citizenship", "region": "prs_MailingState", "country": "prs_MailingCountry"}
"""Facts that tell no one person from others, and the standard's names for them."""
_IDENTIFYING = {
    "given_name": "prs_FirstName", "middle_name": "prs_MiddleName", "family_name": "prs_SecondName",
    "birth_date": "prs_Birthdate", "identifier": "prs_IdentityNumber", "email": "prs_Email",
    "phone": "prs_MobilePhone", "address": "prs_MailingStreet", "city": "prs_MailingCity",
    "postcode": "prs_MailingPostalCode",
}  # fmt: skip
