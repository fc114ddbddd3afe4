"""The records that mentions, hits and search results point to, as far as a viewer may see them."""

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.held import HeldObject
from manumit_desk.registry.models import Mention

Ref = tuple[str, UUID]
"""A record's kind and id."""


def kind_of(record_kind: str) -> type[HeldObject]:
    """The model of a kind of record: `cases.party`."""
    kind: type[HeldObject] = apps.get_model(record_kind)
    return kind


def records_seen(viewer: Viewer, refs: Iterable[Ref]) -> dict[Ref, HeldObject]:
    """Of these records, those that the viewer may see; one query a kind. A part comes with its whole."""
    by_kind: dict[str, set[UUID]] = {}
    for record_kind, one in refs:
        by_kind.setdefault(record_kind, set()).add(one)
    seen: dict[Ref, HeldObject] = {}
    for record_kind, ids in by_kind.items():
        kind = kind_of(record_kind)
        whole = ["owner", *([kind.container] if kind.container else [])]
        for held in kind.objects.visible_to(viewer).filter(pk__in=ids).select_related(*whole):
            seen[record_kind, held.pk] = held
    return seen


def mentions_seen(viewer: Viewer, mentions: Iterable[Mention]) -> list[Mention]:
    """Of these mentions, those whose records the viewer may see: a mention shows if its record does."""
    listed = list(mentions)
    seen = records_seen(viewer, (source_of(one) for one in listed))
    return [one for one in listed if source_of(one) in seen]


def sees_all(viewer: Viewer, mentions: Iterable[Mention]) -> bool:
    """Whether the viewer may see the records of all these mentions."""
    listed = list(mentions)
    return len(mentions_seen(viewer, listed)) == len(listed)


def source_of(mention: Mention) -> Ref:
    """The record that a mention is of."""
    return mention.source_kind, mention.source_id


def file_of(mention: Mention) -> Ref:
    """The tip or case that a mention is in."""
    return mention.file_kind, mention.file_id


def address_of(held: HeldObject) -> str:
    """The page of a record, or else of the whole that it is a part of; empty where its room has none.

    Rooms above name their pages by a rule, because this room must not know them: `cases:party` shows a `cases.Party`.
    """
    for shown in filter(None, (held, held.whole)):
        try:
            return reverse(f"{shown._meta.app_label}:{shown._meta.model_name}", args=[shown.pk])
        except NoReverseMatch:
            continue
    return ""
