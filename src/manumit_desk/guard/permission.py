"""May X see Y, all that X may see, and why: one mechanism. Rules yield conditions on rows; any allow and no deny shows.

A rule is asked for a viewer and a kind of record and answers with a condition in the database's terms (None: it has
nothing to say). `visible` joins them into one condition for lists; `why` asks each of them about one record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, cast

from django.db.models import Q

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.held import HeldObject

NOTHING = Q(pk__in=[])


class RefusedError(Exception):
    """An act that the rules do not allow; says why, for the person who tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: whether it allows or denies, the reason in words, and the condition on records of a kind."""

    name: str
    effect: Literal["allow", "deny"]
    reason: str
    condition: Callable[[Viewer, type[HeldObject]], Q | None]


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """What one rule says of one viewer and one record: who, what, allow or deny, reason."""

    viewer: str
    record: str
    rule: str
    effect: str
    reason: str


def visible(kind: type[HeldObject], viewer: Viewer) -> Q:
    """The condition that holds for the records of a kind that the viewer may see; put together once for a page."""
    if viewer.memory is None:
        return _joined(kind, viewer)
    if kind not in viewer.memory:
        viewer.memory[kind] = _joined(kind, viewer)
    condition: Q = viewer.memory[kind]
    return condition


def _joined(kind: type[HeldObject], viewer: Viewer) -> Q:
    from manumit_desk.guard.rules import RULES  # rules are built from this module's Rule

    allowed, denied = NOTHING, NOTHING
    for rule in RULES:
        condition = rule.condition(viewer, kind)
        if condition is None:
            continue
        if rule.effect == "allow":
            allowed |= condition
        else:
            denied |= condition
    return allowed & ~denied


def of_whole(kind: type[HeldObject], condition: Q) -> Q:
    """A condition on wholes, asked of the parts of a kind: `Q(owner=1)` becomes `Q(case__owner=1)`."""
    asked: list[Q | tuple[str, Any]] = []
    for child in condition.children:
        if isinstance(child, Q):
            asked.append(of_whole(kind, child))
        else:
            lookup, value = cast("tuple[str, Any]", child)
            asked.append((f"{kind.container}__{lookup}", value))
    return Q(*asked, _connector=condition.connector, _negated=condition.negated)


def why(viewer: Viewer, held: HeldObject) -> list[PermissionRow]:
    """What each rule that has something to say about a record says; the record shows if any allows and none denies.

    There is always a reason: where no rule allows, that itself is the last row.
    """
    from manumit_desk.guard.rules import RULES

    kind = type(held)
    who, what = f"{viewer.name}, {viewer.role.label} at {viewer.agency_name}", f"{kind.kind_of_record()} {held.pk}"
    rows = []
    for rule in RULES:
        condition = rule.condition(viewer, kind)
        if condition is not None and kind.all_objects.filter(condition, pk=held.pk).exists():
            rows.append(PermissionRow(who, what, rule.name, rule.effect, rule.reason))
    if not any(row.effect == "allow" for row in rows):
        rows.append(PermissionRow(who, what, "nothing allows", "deny", "no rule shows the record to the viewer"))
    return rows


def may_see(viewer: Viewer, held: HeldObject) -> bool:
    """Whether the viewer may see a record."""
    return type(held).objects.visible_to(viewer).filter(pk=held.pk).exists()
