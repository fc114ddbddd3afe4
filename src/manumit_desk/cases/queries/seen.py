"""The parts of one case as one viewer sees them. What the viewer may see is asked once for each kind of part."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.checks import PARTS_MAY_BE
from manumit_desk.cases.models import Case, CaseEvent, CaseNote, CasePart, CaseTask, Charge, Document, Outcome, Party
from manumit_desk.guard import audit

ORDER: dict[type[CasePart], tuple[Any, ...]] = {
    Party: ("created_at", "pk"),
    CaseTask: (F("done_at").desc(nulls_first=True), F("due_date").asc(nulls_last=True), "created_at", "pk"),
    Document: ("-created_at", "pk"),
    Charge: ("-filed_date", "-created_at", "pk"),
    Outcome: (F("decided_date").desc(nulls_last=True), "-created_at", "pk"),
    CaseEvent: ("-at", "pk"),
    CaseNote: ("-created_at", "pk"),
}
"""How each kind of part is listed: parties as they came, tasks as they are due, all others the newest first."""
_WITH: dict[type[CasePart], tuple[str, ...]] = {CaseTask: ("who",), Document: ("created_by",)}


class Seen:
    """One viewer's share of a case, at a moment."""

    def __init__(self, case: Case, viewer: Viewer, *, at: datetime) -> None:
        self.case, self.viewer, self.at = case, viewer, at
        self._asked: dict[type[CasePart], QuerySet[Any]] = {}
        self._first: dict[type[CasePart], list[Any]] = {}

    def of(self, kind: type[CasePart]) -> QuerySet[Any]:
        """The parts of a kind, with their owners, in the kind's order."""
        if kind not in self._asked:
            self._asked[kind] = parts_seen(kind, self.case, self.viewer)
        return self._asked[kind].all()

    def first(self, kind: type[CasePart], size: int) -> list[Any]:
        """The first parts of a kind, `size` and one more if there are more; always asked with the same size."""
        if kind not in self._first:
            self._first[kind] = list(self.of(kind)[: size + 1])
        return self._first[kind]

    def record_readings(self, parts: Iterable[CasePart]) -> None:
        """A line in the audit for each victim's or tribal record among these that a page shows."""
        if close := {part.pk: part for part in parts if part.handling in PARTS_MAY_BE}:
            audit.record_reads("read", close.values(), viewer=self.viewer, at=self.at)


def parts_seen(kind: type[Any], case: Case, viewer: Viewer) -> QuerySet[Any]:
    """The parts of a kind that a viewer sees of a case, with their owners, in the kind's order."""
    seen: QuerySet[Any] = kind.objects.visible_to(viewer).filter(case=case)
    return seen.select_related("owner", *_WITH.get(kind, ())).order_by(*ORDER[kind])
