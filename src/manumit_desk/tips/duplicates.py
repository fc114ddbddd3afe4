"""Tips that may tell of the same: by their words, or because they name the same. Only what the viewer may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from rapidfuzz import fuzz, process

from manumit.link.text import fold
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.registry.models import Mention
from manumit_desk.tips.models import Tip

SHARED_WORDS, NEAR = 80.0, 70.0
"""Of 100: how alike the words in common must be, and that together with all words, so that a part is no twin."""
AROUND = timedelta(days=90)
MOST, MOST_LETTERS, SHOWN = 500, 1_500, 8
SHORTEST = 5
"""Words below which two texts are alike by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearTip:
    """Another tip that may tell of the same, and why: likeness of the words (0 to 100), mentions that are shared."""

    id: UUID
    reference: str
    received_at: datetime
    status: str
    likeness: int
    shared: int


def near_tips(viewer: Viewer, tip: Tip) -> list[NearTip]:
    """The tips like this one that the viewer may see, the most alike first."""
    shared = _sharing_a_subject(viewer, tip)
    likeness = _alike_in_words(viewer, tip)
    wanted = {*shared, *likeness}
    found: QuerySet[Tip] = Tip.objects.visible_to(viewer).filter(pk__in=wanted)
    rows = [
        NearTip(
            id=one.pk,
            reference=one.reference,
            received_at=one.received_at,
            status=one.get_status_display(),
            likeness=likeness.get(one.pk, 0),
            shared=shared.get(one.pk, 0),
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: (-row.shared, -row.likeness, row.reference))[:SHOWN]


def _sharing_a_subject(viewer: Viewer, tip: Tip) -> dict[UUID, int]:
    """Other tips with a mention of the same subject, and how many such mentions."""
    seen = Mention.objects.visible_to(viewer).filter(file_kind=Tip.kind_of_record(), subject__isnull=False)
    subjects = seen.filter(file_id=tip.pk).values("subject")
    counted: dict[UUID, int] = {}
    for other in seen.filter(subject__in=subjects).exclude(file_id=tip.pk).values_list("file_id", flat=True):
        counted[other] = counted.get(other, 0) + 1
    return counted


def _alike_in_words(viewer: Viewer, tip: Tip) -> dict[UUID, int]:
    """Tips received around the same time whose words are alike, with how alike."""
    said = _words(tip.what_happened)
    if said.count(" ") + 1 < SHORTEST:
        return {}
    around: QuerySet[Tip] = Tip.objects.visible_to(viewer).exclude(pk=tip.pk)
    around = around.filter(received_at__range=(tip.received_at - AROUND, tip.received_at + AROUND))
    texts = dict(around.order_by("-received_at").values_list("pk", "what_happened")[:MOST])
    words = {key: folded for key, text in texts.items() if (folded := _words(text)).count(" ") + 1 >= SHORTEST}
    found = process.extract(said, words, scorer=fuzz.token_set_ratio, score_cutoff=SHARED_WORDS, limit=5 * SHOWN)
    likeness = {key: (score + fuzz.token_sort_ratio(said, text)) / 2 for text, score, key in found}
    return {key: round(score) for key, score in likeness.items() if score >= NEAR}


def _words(text: str) -> str:
    return " ".join(fold(text[:MOST_LETTERS]))
