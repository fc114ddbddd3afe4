"""The criminal-intelligence records that a supervisor must confirm or delete (28 CFR 23.20(h))."""

from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.utils import timezone

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Party
from manumit_desk.cases.queries.listing import PER_PAGE, page_of
from manumit_desk.cases.queries.parts import PartyRow, party_row
from manumit_desk.guard import audit

AHEAD = timedelta(days=60)
"""How long before its day a record is shown to be confirmed."""


def to_revalidate(viewer: Viewer, *, at: datetime, page: str | int = 1) -> Page[PartyRow]:
    """One page of the viewer's agency's records whose day has come or comes soon, the most urgent first."""
    until = timezone.localdate(at) + AHEAD
    due = Party.objects.visible_to(viewer).filter(owner=viewer.agency_id, revalidate_by__lte=until)
    shown = Paginator(due.select_related("owner").order_by("revalidate_by", "pk"), PER_PAGE).get_page(page)
    parties = list(shown.object_list)
    audit.record_reads("read", parties, viewer=viewer, at=at)
    return page_of([party_row(one, viewer) for one in parties], shown)
