"""Subjects as far as a viewer may see them: settled from the mentions they see, so that nothing else shows through.

The registry's own subjects hold records that the viewer may not see; one of these could join two of the viewer's, and
the joining would tell that it is there. So what a page calls a subject is clustered from the visible mentions alone.
Its address is its oldest mention; the address of a younger one leads there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone

from manumit.link.clusters import cluster
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.held import HeldObject
from manumit_desk.registry.files import Ref, address_of, file_of, mentions_seen, records_seen, source_of
from manumit_desk.registry.hits import last_judgements, ordered
from manumit_desk.registry.index import model_of
from manumit_desk.registry.models import Judgement, Link, Mention
from manumit_desk.registry.queries.hits import FileLink
from manumit_desk.registry.subjects import judgements_among, linked_to, links_among
from manumit_desk.registry.wording import contact_type, in_short, strength, what, wrong_one_in

MOST, MOST_ROUNDS, MOST_PAIRS, PAGE = 60, 6, 20, 25
MOST_LISTED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A mention that the viewer may see, in a table."""

    id: UUID
    address: str
    kind: str
    what: str
    words: str
    role: str
    agency: str
    handling: str
    file: FileLink
    file_ref: Ref
    file_date: date | None
    state: str
    county: str
    mentioned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Two mentions of a subject that the machine, or a person, holds together."""

    address: str
    left: str
    right: str
    strength: str
    odds: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectShown:
    """What a viewer may see of a subject. `sources` are the records whose words it shows."""

    id: UUID
    kind: str
    what: str
    title: str
    mentions: tuple[MentionRow, ...]
    pairs: tuple[PairRow, ...]
    sources: tuple[HeldObject, ...]


def mentions_listed(viewer: Viewer, *, kind: str = "", page: int | str = 1) -> Page[MentionRow]:
    """The newest thousand mentions of the viewer's own agency that they may see, a page at a time."""
    own = Mention.objects.visible_to(viewer).filter(owner=viewer.agency_id)
    if kind:
        own = own.filter(kind=kind)
    newest = own.select_related("owner").order_by("-created_at", "-pk")[:MOST_LISTED]
    shown: Page[Any] = Paginator(newest, PAGE).get_page(page)
    return Page(_rows(viewer, mentions_seen(viewer, shown)), shown.number, shown.paginator)


def members_of(viewer: Viewer, anchor: Mention) -> list[Mention]:
    """The mentions that the viewer may see of the subject that a mention is of, the oldest first."""
    seen = {anchor.pk: anchor}
    frontier, rounds = {anchor.pk} if anchor.is_indexed else set(), 0
    while frontier and len(seen) < MOST and rounds < MOST_ROUNDS:
        near = linked_to(frontier, model_of(anchor.kind).threshold) - set(seen)
        found = Mention.objects.for_system().filter(pk__in=near, is_indexed=True).select_related("owner")
        fresh = {one.pk: one for one in mentions_seen(viewer, found)}
        seen |= fresh
        frontier, rounds = set(fresh), rounds + 1
    together = _clustered_with(anchor, seen)
    return sorted((seen[one] for one in together), key=lambda one: (one.created_at, one.pk))


def _clustered_with(anchor: Mention, seen: Collection[UUID]) -> list[UUID]:
    if len(seen) == 1:
        return [anchor.pk]
    ids = sorted(str(one) for one in seen)
    threshold = model_of(anchor.kind).threshold
    clustering = cluster(ids, links_among(seen), judgements_among(seen), threshold=threshold)
    cluster_of = dict(clustering.clusters.iter_rows())
    return [UUID(one) for one in ids if cluster_of[one] == cluster_of[str(anchor.pk)]]


def subject_shown(viewer: Viewer, members: Sequence[Mention]) -> SubjectShown:
    """What a page says of the mentions of one subject, the oldest first; a constant number of queries."""
    first = members[0]
    return SubjectShown(
        id=first.pk,
        kind=first.kind,
        what=what(first.kind, contact_type(first)),
        title=in_short(first),
        mentions=tuple(_rows(viewer, members)),
        pairs=tuple(_pairs(members)),
        sources=tuple(records_seen(viewer, map(source_of, members)).values()),
    )


def _rows(viewer: Viewer, mentions: Sequence[Mention]) -> list[MentionRow]:
    files = records_seen(viewer, map(file_of, mentions))
    return [_row(one, files.get(file_of(one))) for one in mentions]


def _row(mention: Mention, file: HeldObject | None) -> MentionRow:
    return MentionRow(
        id=mention.pk,
        address=reverse("registry:subject", args=[mention.pk]),
        kind=mention.kind,
        what=what(mention.kind, contact_type(mention)),
        words=in_short(mention),
        role=mention.get_role_display(),
        agency=mention.owner.name,
        handling=mention.handling,
        file=FileLink(str(file), address_of(file)) if file else FileLink(),
        file_ref=file_of(mention),
        file_date=timezone.localdate(file.created_at) if file else None,
        state=mention.fields.get("region", "") or getattr(file, "state", ""),
        county=getattr(file, "county", ""),
        mentioned_at=mention.created_at,
    )


def _pairs(members: Sequence[Mention]) -> list[PairRow]:
    """The strongest linked pairs, and all that were judged the same."""
    by_id = {one.pk: one for one in members}
    weights = {
        (one.left_id, one.right_id): one.weight
        for one in Link.objects.filter(left__in=by_id, right__in=by_id).order_by("-weight")[:MOST_PAIRS]
    }
    everybody = {ordered(one, other) for one in by_id for other in by_id if one != other}
    verdicts = last_judgements(everybody) if len(by_id) > 1 else {}
    judged = [pair for pair, one in verdicts.items() if one.verdict != Judgement.Verdict.WITHDRAWN]
    return [
        PairRow(
            address=reverse("registry:pair", args=pair),
            left=in_short(by_id[pair[0]]),
            right=in_short(by_id[pair[1]]),
            strength=strength(weights[pair]) if pair in weights else "",
            odds=wrong_one_in(weights[pair]) if pair in weights else "",
            verdict=verdicts[pair].get_verdict_display().lower() if pair in judged else "",
        )
        for pair in dict.fromkeys([*weights, *judged])
    ][: 2 * MOST_PAIRS]


def beside(viewer: Viewer, members: Sequence[Mention], *, most: int) -> list[MentionRow]:
    """Other mentions that the viewer may see in the same files, at most so many, the oldest first."""
    files = {one.file_id for one in members}
    others = Mention.objects.for_system().filter(file_id__in=files).exclude(pk__in=[one.pk for one in members])
    listed = list(others.select_related("owner").order_by("created_at", "pk")[: 4 * most])
    return _rows(viewer, mentions_seen(viewer, listed)[:most])
