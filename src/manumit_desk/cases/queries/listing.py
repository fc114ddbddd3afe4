"""Lists of cases: filtered, in pages, and the filters that a person keeps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from manumit_desk.agencies.models import Membership
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case, SavedView

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list."""

    id: UUID
    reference: str
    title: str
    kind: str
    status: str
    status_label: str
    concern: str
    state: str
    lead: str
    opened_date: date
    owner: str
    is_own: bool
    handling: str

    @classmethod
    def of(cls, case: Case, viewer: Viewer) -> Self:
        """The row of a case, whose owner and lead should be loaded with it."""
        return cls(
            id=case.pk,
            reference=case.reference,
            title=case.title,
            kind=case.get_kind_display(),
            status=case.status,
            status_label=case.get_status_display(),
            concern=case.get_concern_display(),
            state=case.state,
            lead=case.lead.name if case.lead else "",
            opened_date=case.opened_date,
            owner=case.owner.short_name,
            is_own=case.owner_id == viewer.agency_id,
            handling=case.handling,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilters:
    """What a list is narrowed to; empty: not. `whose` is own or others, `lead` a user's number or "me"."""

    text: str = ""
    status: str = ""
    kind: str = ""
    state: str = ""
    lead: str = ""
    whose: str = ""

    @classmethod
    def of(cls, chosen: Mapping[str, Any]) -> Self:
        """The filters among other values, such as those of a form or a saved view."""
        return cls(**{name: str(chosen.get(name) or "") for name in cls.__dataclass_fields__})

    def chosen(self) -> dict[str, str]:
        """Those that narrow anything."""
        return {name: value for name, value in asdict(self).items() if value}


def cases_found(viewer: Viewer, filters: CaseFilters) -> QuerySet[Case]:
    """The cases that the viewer may see and the filters let through, the newest first, with owner and lead."""
    found = Case.objects.visible_to(viewer).filter(_condition(viewer, filters))
    newest: QuerySet[Case] = found.select_related("owner", "lead").order_by("-opened_date", "-created_at", "pk")
    return newest


def _condition(viewer: Viewer, filters: CaseFilters) -> Q:
    condition = Q()
    for name in ("status", "kind", "state"):
        if value := getattr(filters, name):
            condition &= Q((name, value))
    for word in filters.text.split():
        condition &= (
            Q(title__icontains=word)
            | Q(reference__icontains=word)
            | Q(county__icontains=word)
            | Q(summary__icontains=word)
        )
    if filters.lead:
        lead = str(viewer.user_id) if filters.lead == "me" else filters.lead
        condition &= Q(lead=int(lead)) if lead.isdecimal() and len(lead) < 18 else Q(pk__in=[])
    if filters.whose:
        own = Q(owner=viewer.agency_id)
        condition &= own if filters.whose == "own" else ~own
    return condition


def cases_listed(viewer: Viewer, filters: CaseFilters, *, page: str | int = 1) -> Page[CaseRow]:
    """One page of the list of cases."""
    shown = Paginator(cases_found(viewer, filters), PER_PAGE).get_page(page)
    return page_of([CaseRow.of(case, viewer) for case in shown.object_list], shown)


def page_of(rows: list[Any], shown: Page[Any]) -> Page[Any]:
    """The same page with rows in place of records."""
    return Page(rows, shown.number, shown.paginator)


@dataclass(frozen=True, slots=True)
class KeptView:
    """Filters that a person keeps under a name."""

    id: int
    name: str
    filters: dict[str, str]


def saved_views(viewer: Viewer) -> list[KeptView]:
    """The filters that the viewer keeps, by name."""
    return [KeptView(one.pk, one.name, one.filters) for one in SavedView.objects.filter(user=viewer.user_id)]


def members(agencies: list[int]) -> list[tuple[int, str]]:
    """The people who work for some agencies, by name: whom a case or task can be given to."""
    found = Membership.objects.filter(agency__in=agencies, user__is_active=True).select_related("user", "agency")
    return sorted(
        {(one.user_id, f"{one.user.name} ({one.agency.short_name})") for one in found}, key=lambda one: one[1]
    )
