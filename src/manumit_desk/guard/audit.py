"""The audit: a chain of lines, each with the hash of the one before. Reads of victims' records are lines like writes.

The chain shows that a line was changed, moved or taken out of the middle. That lines at its end were cut off shows
only against a hash that was kept elsewhere: note down what `manumit audit verify` prints, or give it with --expect.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.models import AuditEvent, AuditHead

NO_HASH = "0" * 64


def record(action: str, *, viewer: Viewer | None, at: datetime, held: HeldObject | None = None, **detail: Any) -> None:
    """Add a line: what was done, by whom (None: the system or a stranger), to which record, and facts on the act."""
    event = _event(action, viewer=viewer, at=at, held=held, detail=_plain(detail))
    with transaction.atomic():
        head, _ = AuditHead.objects.select_for_update().get_or_create(id=1)
        event.number, event.previous_hash = head.number + 1, head.hash
        event.hash = hash_of(event)
        event.save()
        AuditHead.objects.filter(id=1).update(number=event.number, hash=event.hash)


def _plain(value: Any) -> Any:
    """A detail as every database keeps it, so that its hash is the same when it is read again.

    PostgreSQL holds numbers with a point in its own spelling, and no zero character at all.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        return {_plain(str(key)): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return str(value).replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _event(
    action: str, *, viewer: Viewer | None, at: datetime, held: HeldObject | None, detail: dict[str, Any]
) -> AuditEvent:
    return AuditEvent(
        at=at.astimezone(UTC),
        user_id=viewer.user_id if viewer else None,
        agency_id=viewer.agency_id if viewer else None,
        action=action,
        record_kind=held.kind_of_record() if held else "",
        record_id=str(held.pk) if held else "",
        owner_id=held.owner_id if held else None,
        handling=held.handling if held else "",
        detail=detail,
    )


def wait_in_line() -> None:
    """Wait for every transaction that has added a line, or waited here, to end; others then wait for this one.

    What is read afterwards holds all that they wrote. To be called in a transaction, before the reading.
    """
    AuditHead.objects.select_for_update().get_or_create(id=1)


def record_reads(action: str, records: Iterable[HeldObject], *, viewer: Viewer, at: datetime) -> None:
    """Add a line for each of several records that one page shows, in one go."""
    with transaction.atomic():
        head, _ = AuditHead.objects.select_for_update().get_or_create(id=1)
        events = []
        for held in records:
            event = _event(action, viewer=viewer, at=at, held=held, detail={})
            event.number, event.previous_hash = head.number + 1, head.hash
            event.hash = hash_of(event)
            head.number, head.hash = event.number, event.hash
            events.append(event)
        AuditEvent.objects.bulk_create(events)
        AuditHead.objects.filter(id=1).update(number=head.number, hash=head.hash)


def hash_of(event: AuditEvent) -> str:
    """The hash of a line over all that it says and the hash of the line before (SHA-256 of canonical JSON)."""
    said = {
        "number": event.number,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "user": event.user_id,
        "agency": event.agency_id,
        "action": event.action,
        "kind": event.record_kind,
        "record": event.record_id,
        "owner": event.owner_id,
        "handling": event.handling,
        "detail": event.detail,
        "previous": event.previous_hash,
    }
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the audit is whole: the lines read, the last hash, and what is wrong (nothing: it is whole)."""

    lines: int
    last_hash: str
    faults: tuple[str, ...]


def verify(expected: str | None = None) -> Verified:
    """Read the whole chain; with `expected`, some line must have that hash (nothing was cut off behind it).

    Lines that are added meanwhile are read too: the last of them while nobody can add more.
    """
    chain = _Chain(expected)
    chain.read_on()
    with transaction.atomic():
        head = AuditHead.objects.select_for_update().filter(id=1).first() or AuditHead()
        chain.read_on()
    if (head.number, head.hash) != (chain.number, chain.last_hash):
        chain.faults.append(f"the newest line should be {head.number}; the audit ends at {chain.number}")
    if not chain.seen:
        chain.faults.append("no line has the expected hash: lines were cut off or replaced")
    return Verified(chain.lines, chain.last_hash, tuple(chain.faults))


class _Chain:
    """How far the audit was read, and what was wrong up to there."""

    def __init__(self, expected: str | None) -> None:
        self.expected = expected
        self.seen = expected is None or expected == NO_HASH
        self.lines = 0
        self.number = 0
        self.last_hash = NO_HASH
        self.faults: list[str] = []

    def read_on(self) -> None:
        """Read the lines after the last one read."""
        for event in AuditEvent.objects.filter(number__gt=self.number).order_by("number").iterator(2_000):
            self.faults += _faults(event, self.last_hash, self.number)
            self.number, self.last_hash = event.number, event.hash
            self.seen = self.seen or event.hash == self.expected
            self.lines += 1


def _faults(event: AuditEvent, previous: str, number: int) -> Iterator[str]:
    if event.number != number + 1:
        missing = (
            f"line {number + 1} is" if event.number == number + 2 else f"lines {number + 1} to {event.number - 1} are"
        )
        yield f"{missing} missing"
    elif event.previous_hash != previous:
        yield f"line {event.number} does not follow the line before it"
    if event.hash != hash_of(event):
        yield f"line {event.number} was changed"
