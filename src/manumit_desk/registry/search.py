"""Search over all that a viewer may see: names however spelled, numbers, plates, references, words of texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from manumit.link import contacts
from manumit.link.text import fold, sound
from manumit_desk.agencies.queries import handlings_agreed_with
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.shares import live_shares
from manumit_desk.registry.actions import end_what_ran_out
from manumit_desk.registry.files import Ref, address_of, records_seen, source_of
from manumit_desk.registry.index import alike
from manumit_desk.registry.models import Mention, SearchText
from manumit_desk.registry.queries.hits import FileLink
from manumit_desk.registry.wording import contact_type, in_short, what
from manumit_desk.registry.words import having, mail_word, plate_word

MOST_FOUND, MOST_ASKED, MOST_ALIKE = 100, 12, 25
Why = Literal["the words", "the sound", "a likeness"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record that was found: what it is, where it stands, whose it is, and how it was found.

    `file` has no reference, and the record's own address, where the viewer sees a part and not its whole.
    """

    kind: str
    words: str
    file: FileLink
    subject_address: str
    agency: str
    handling: str
    why: Why


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found that the viewer may see, the best first. `is_cut`: there was more than is shown."""

    found: tuple[Found, ...]
    is_cut: bool


def search(viewer: Viewer, asked: str, *, at: datetime) -> Results:
    """What a viewer may see of what was asked for; audited, without the words. Nothing asked finds nothing."""
    end_what_ran_out(at=at)
    words = tuple(dict.fromkeys(fold(asked)))[:MOST_ASKED]
    if not words or not viewer.works_with_records:
        return Results((), is_cut=False)
    why = _by_words(viewer, asked, words, at)
    for ref in _by_likeness(asked, words):
        why.setdefault(ref, "a likeness")
    seen = records_seen(viewer, why)
    refs = [ref for ref in why if ref in seen]
    found = _found(viewer, refs[:MOST_FOUND], why, seen)
    audit.record("search", viewer=viewer, at=at, found=len(found))
    return Results(tuple(found), is_cut=len(refs) > MOST_FOUND)


def ways(asked: str, words: Sequence[str]) -> list[list[str]]:
    """The ways in which what was asked may stand in the index: as words, number, address, plate, by sound."""
    phone, mail = contacts.phone(asked), contacts.email(asked)
    found = [list(words)]
    if phone:
        found.append([f"t_{phone[1:]}"])
    if mail:
        found.append([mail_word(mail)])
    if any(one.isdigit() for one in asked) and 3 <= len("".join(words)) <= 17:
        found.append([plate_word(asked)])
    sounds = [sound(word) for word in words]
    if all(len(one) > 1 for one in sounds) and not any(one.isdigit() for one in asked):
        found.append([f"s_{one}" for one in sounds])
    return found


def _by_words(viewer: Viewer, asked: str, words: Sequence[str], at: datetime) -> dict[Ref, Why]:
    """The newest records within the viewer's reach that hold the words in some way, the best first."""
    texts = SearchText.objects.filter(_within_reach(viewer, at), pk__in=having(ways(asked, words)))
    held = texts.order_by("-pk").values_list("source_kind", "source_id", "mention_words", "text_words")
    ranked = []
    for kind, one, *written in held[: 2 * MOST_FOUND]:
        tokens = set(" ".join(written).split())
        rank = 0 if tokens.issuperset(words) else 1 if _hold_beginnings(tokens, words) else 2
        ranked.append((rank, (kind, one)))
    return {ref: "the sound" if rank == 2 else "the words" for rank, ref in sorted(ranked, key=lambda found: found[0])}


def _hold_beginnings(tokens: Iterable[str], words: Sequence[str]) -> bool:
    return all(any(token.startswith(word) for token in tokens) for word in words)


def _within_reach(viewer: Viewer, at: datetime) -> Q:
    """Texts of records that the viewer might see: narrow enough to be quick; what they do see is asked afterwards."""
    today = timezone.localdate(at)
    shared = live_shares(today).filter(to_agency=viewer.agency_id).values("record_id")
    reach = Q(owner=viewer.agency_id) | Q(whole_owner=viewer.agency_id) | Q(handling=Handling.OPEN)
    for agency, handlings in handlings_agreed_with(viewer.agency_id, today).items():
        reach |= Q(owner=agency, handling__in=handlings)
    return reach | Q(source_id__in=shared) | Q(file_id__in=shared)


def _by_likeness(asked: str, words: Sequence[str]) -> list[Ref]:
    """The records of people and organizations whose names the live index takes for like the one asked for."""
    if len(words) < 2 or any(one.isdigit() for one in asked):
        return []
    ids = [UUID(one) for kind in ("person", "organisation") for one in alike(kind, {"name": asked}, most=MOST_ALIKE)]
    found = {one.pk: one for one in Mention.objects.for_system().filter(pk__in=ids)}
    return [source_of(found[one]) for one in ids if one in found]


def _found(viewer: Viewer, refs: Sequence[Ref], why: Mapping[Ref, Why], seen: Mapping[Ref, HeldObject]) -> list[Found]:
    mentions: dict[Ref, Mention] = {}
    for one in (
        Mention.objects.for_system().filter(source_id__in=[one for _, one in refs]).order_by("-created_at", "pk")
    ):
        mentions[source_of(one)] = one
    files = {_ref(seen[ref].whole or seen[ref]) for ref in refs}
    files_seen = records_seen(viewer, files)
    return [_shown(seen[ref], mentions.get(ref), why[ref], files_seen) for ref in refs]


def _ref(held: HeldObject) -> Ref:
    return held.kind_of_record(), held.pk


def _shown(held: HeldObject, mention: Mention | None, why: Why, files_seen: Mapping[Ref, HeldObject]) -> Found:
    file = files_seen.get(_ref(held.whole or held))
    title = str(getattr(held, "title", ""))
    return Found(
        kind=what(mention.kind, contact_type(mention)) if mention else str(held._meta.verbose_name).capitalize(),
        words=in_short(mention) if mention else title,
        file=FileLink(str(file), address_of(file)) if file else FileLink("", address_of(held)),
        subject_address=reverse("registry:subject", args=[mention.pk]) if mention else "",
        agency=held.owner.name,
        handling=held.handling,
        why=why,
    )
