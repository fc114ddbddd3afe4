"""Every address of the desk, found by walking the URLconf, with the ids that fit each of its arguments.

An argument that nobody has said how to fill stops the walk: whoever adds an address of a new kind says it here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from manumit_desk.accounts import urls as _accounts  # noqa: F401
from manumit_desk.agencies.models import Agreement, Membership, Token
from manumit_desk.cases.models import Case, CaseTask, Charge, Document, Party, SavedView
from manumit_desk.plan.models import Action, Plan
from manumit_desk.registry.models import Hit, HitReason, Mention
from manumit_desk.tips.models import Tip, TipEntry, TipHandover, TipImport
from manumit_desk.training.models import Certificate, Completion, Course, RosterImport, Trainee
from tests.manumit_desk.marked import Marked

NOT_OURS = ("accounts/", "^static/", "admin/")
"""allauth's own pages hold a person's own account only and are tested with log-in."""
HELD = {
    "case_id": Case,
    "party_id": Party,
    "task_id": CaseTask,
    "charge_id": Charge,
    "document_id": Document,
    "tip_id": Tip,
    "entry_id": TipEntry,
    "handover_id": TipHandover,
    "import_id": TipImport,
    "trainee_id": Trainee,
    "completion_id": Completion,
    "certificate_id": Certificate,
    "roster_id": RosterImport,
    "mention_id": Mention,
    "left_id": Mention,
    "right_id": Mention,
}
"""Which kind of record each argument names."""
FIXED: Mapping[str, list[Any]] = {
    "code": ["en", "tips_received", "child_foreign"],
    "kind": ["person", "notes"],
    "role": ["suspect"],
    "rest": ["nothing"],
    "section": ["parties"],
    "ending": ["csv"],
    "what": ["names"],
}


@dataclass(frozen=True)
class Address:
    """A pattern of the URLconf: its route, as `cases/<uuid:case_id>/`, its name, and its arguments."""

    route: str
    name: str
    arguments: tuple[str, ...]

    def filled(self, values: Mapping[str, Any]) -> str:
        """The path for these arguments."""
        return "/" + re.sub(r"<(?:[^:>]+:)?([^>]+)>", lambda found: str(values[found.group(1)]), self.route)

    @property
    def is_of_objects(self) -> bool:
        """Whether it names a record, as against a list or a form."""
        return any(name not in FIXED for name in self.arguments)


def addresses() -> list[Address]:
    """All addresses that are the desk's own."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(NOT_OURS):
            continue
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield Address(route, pattern.name or route, tuple(pattern.pattern.converters))


def choices(marked: Marked, argument: str) -> list[Any]:
    """All values of an argument in a marked desk. KeyError for an argument that nobody has said how to fill."""
    if argument in FIXED:
        return list(FIXED[argument])
    if argument in HELD:
        return [record.pk for record in marked.records[HELD[argument]]]
    others: dict[str, Any] = {
        "agency_id": lambda: [marked.cast.police.pk, marked.cast.task_force.pk],
        "hit_id": lambda: list(Hit.objects.values_list("pk", flat=True)),
        "reason_id": lambda: list(HitReason.objects.values_list("pk", flat=True)),
        "pair_id": lambda: list(HitReason.objects.values_list("pk", flat=True)),
        "course_id": lambda: list(Course.objects.values_list("pk", flat=True)[:2]),
        "badge_code": lambda: list(Certificate.objects.for_system().values_list("code", flat=True)[:6]),
        "plan_id": lambda: list(Plan.objects.values_list("pk", flat=True)[:2]) or [1],
        "action_id": lambda: list(Action.objects.values_list("pk", flat=True)[:2]) or [1],
        "blocker_id": lambda: [1],
        "consent_id": lambda: [consent.pk for consent in marked.consents],
        "job_id": lambda: [job.pk for job in marked.jobs],
        "view_id": lambda: list(SavedView.objects.values_list("pk", flat=True)) or [1],
        "part_id": lambda: [part.pk for part in marked.records[CaseTask]],
        "membership_id": lambda: list(Membership.objects.values_list("pk", flat=True)),
        "token_id": lambda: list(Token.objects.values_list("pk", flat=True)) or [1],
        "agreement_id": lambda: list(Agreement.objects.values_list("pk", flat=True)) or [1],
    }
    return list(others[argument]())
