"""The only ways to fetch what the registry holds: an agency's own sides of hits, and mentions whose records show."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.access import NotThere
from manumit_desk.registry.actions import end_what_ran_out
from manumit_desk.registry.files import mentions_seen
from manumit_desk.registry.models import Hit, HitReason, HitSide, Mention


def sides_told(viewer: Viewer) -> QuerySet[HitSide]:
    """The sides of hits that a viewer may know of: their agency's, told, and resting on a mention they may see."""
    if not viewer.works_with_records:
        return HitSide.objects.none()
    own = HitSide.objects.filter(agency=viewer.agency_id, is_told=True)
    return own.filter(
        Q(Exists(_reasons_seen(viewer, near="left", far="right")), is_left=True)
        | Q(Exists(_reasons_seen(viewer, near="right", far="left")), is_left=False)
    )


def _reasons_seen(viewer: Viewer, *, near: str, far: str) -> QuerySet[HitReason]:
    told = Q((f"{far}__is_silent", False)) | Q((f"{far}_disclosed", True))
    own = Mention.objects.visible_to(viewer).filter(pk=OuterRef(near))
    return HitReason.objects.filter(told, Exists(own), hit=OuterRef("hit"))


def reasons_told(viewer: Viewer, side: HitSide) -> list[HitReason]:
    """The reasons of a hit that the viewer may know of, strongest first; with both mentions loaded."""
    reasons = HitReason.objects.filter(hit=side.hit_id).select_related("left__owner", "right__owner")
    told = [one for one in reasons if one.is_told_to(side)]
    own = Mention.objects.visible_to(viewer).filter(pk__in=[one.near(side).pk for one in told])
    seen = set(own.values_list("pk", flat=True))
    return [one for one in told if one.near(side).pk in seen]


def access_hit(viewer: Viewer | None, hit_id: UUID | str, *, at: datetime) -> HitSide:
    """The viewer's own side of a hit; NotThere when they were not told of one under this id."""
    wanted = _uuid(hit_id)
    end_what_ran_out(at=at)
    side = None
    if viewer is not None:
        side = sides_told(viewer).filter(hit=wanted).select_related("agency", "hit").first()
    if viewer is None or side is None:
        audit.record("refused", viewer=viewer, at=at, kind="registry.hit", wanted=str(wanted))
        raise NotThere
    return side


def pointers(viewer: Viewer | None) -> QuerySet[Hit]:
    """Every hit, for the coordination centre: who, how strong, whom to call; NotThere for everybody else."""
    if viewer is None or not viewer.is_centre_analyst or viewer.handlings is not None:
        raise NotThere
    sides = HitSide.objects.select_related("agency")
    reasons = HitReason.objects.select_related("left", "right")
    return Hit.objects.prefetch_related(Prefetch("sides", sides), Prefetch("reasons", reasons))


def access_mention(viewer: Viewer | None, mention_id: UUID | str, *, at: datetime) -> Mention:
    """A mention whose record the viewer may see; NotThere otherwise."""
    wanted = _uuid(mention_id)
    end_what_ran_out(at=at)
    found = Mention.objects.for_system().filter(pk=wanted).select_related("owner")
    seen = mentions_seen(viewer, found) if viewer is not None else []
    if not seen:
        audit.record("refused", viewer=viewer, at=at, kind="registry.mention", wanted=str(wanted))
        raise NotThere
    return seen[0]


def _uuid(text: UUID | str) -> UUID:
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError:
        raise NotThere from None
