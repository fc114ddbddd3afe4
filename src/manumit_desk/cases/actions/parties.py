"""Adding and changing the people, businesses, contact points, places and vehicles in a case."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from manumit.errors import InputError
from manumit.formats import htcds
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.access import require_own, require_scope, require_work_on
from manumit_desk.cases.actions.charges import handle_like_the_accused
from manumit_desk.cases.actions.declaring import declare
from manumit_desk.cases.actions.revalidation import expiry
from manumit_desk.cases.checks import check, handling_of_part
from manumit_desk.cases.models import Case, Charge, Party
from manumit_desk.cases.party_fields import asked_of, cleaned
from manumit_desk.guard import audit
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.shares import RefusedError, live_shares
from manumit_desk.registry.actions import withdraw_mentions

LIKE_THE_CASE = "case"
"""For `handling`: a victim's record that is not more closed than its case. Never for victim-service providers."""


@transaction.atomic
def add_party(
    case: Case,
    *,
    kind: str,
    role: str,
    fields: Mapping[str, object],
    note: str = "",
    handling: str = "",
    viewer: Viewer,
    at: datetime,
) -> Party:
    """A new party, owned by the viewer's agency. ValidationError by field.

    A victim is victim confidential unless `handling` is LIKE_THE_CASE; all else is handled like the case unless
    `handling` is more closed.
    """
    require_work_on(case, viewer, at=at)
    party = Party(case=case, kind=kind, owner_id=viewer.agency_id, created_at=at, created_by_id=viewer.user_id)
    _fill(party, role=role, fields=fields, note=note, handling=handling, viewer=viewer, at=at)
    party.save()
    audit.record("add party", viewer=viewer, at=at, held=party, role=role)
    declare(party, at=at)
    return party


@transaction.atomic
def edit_party(
    party: Party,
    *,
    role: str,
    fields: Mapping[str, object],
    note: str = "",
    handling: str = "",
    viewer: Viewer,
    at: datetime,
) -> None:
    """Change what is known of a party, its role or its handling. ValidationError by field."""
    require_own(party, viewer)
    before = party.handling
    _fill(party, role=role, fields=fields, note=note, handling=handling, viewer=viewer, at=at)
    party.save()
    audit.record("edit party", viewer=viewer, at=at, held=party, role=role, handling_before=before)
    declare(party, at=at)
    handle_like_the_accused(party, at=at)


def _fill(
    party: Party,
    *,
    role: str,
    fields: Mapping[str, object],
    note: str,
    handling: str,
    viewer: Viewer,
    at: datetime,
) -> None:
    if party.kind not in Party.Kind.values:
        raise ValidationError({"kind": "Choose what it is."})
    party.fields = cleaned(party.kind, fields)
    party.note = note.strip()
    if role != party.role or party._state.adding:
        party.revalidate_by = expiry(party.case, role, timezone.localdate(at))
    party.role = role
    party.handling = _handling(party.case, role, handling, viewer)
    check(party, {})
    require_scope(party.handling, viewer)


def _handling(case: Case, role: str, wanted: str, viewer: Viewer) -> str:
    if role == Party.Role.VICTIM and case.handling != Handling.TRIBAL:
        if wanted == LIKE_THE_CASE and viewer.is_victim_services:
            raise ValidationError({"handling": "A provider's record of a survivor is victim confidential."})
        wanted = wanted or Handling.VICTIM_CONFIDENTIAL
    return handling_of_part(case, wanted)


@transaction.atomic
def describe_party(party: Party, answers: Mapping[str, str], *, viewer: Viewer, at: datetime) -> None:
    """Keep what the Human Trafficking Case Data Standard asks of a person, by its field names.

    ValidationError by field.
    """
    require_own(party, viewer)
    faults = {name: "This is not asked of a party." for name in answers if name not in asked_of(party.role)}
    context: dict[str, str] = {}
    for name in answers.keys() - faults.keys():
        try:
            context |= htcds.checked({name: answers[name].replace("\0", "")})
        except InputError as error:
            faults[name] = f"{error.problem[:1].upper()}{error.problem[1:]}."
    if faults:
        raise ValidationError(faults)
    party.context = context
    party.save(update_fields=["context"])
    audit.record("describe party", viewer=viewer, at=at, held=party, fields=sorted(context))


@transaction.atomic
def delete_party(party: Party, *, viewer: Viewer, at: datetime, reason: str = "not needed") -> None:
    """Delete a party; its mentions, hits and shares go with it, a line in the audit stays."""
    require_own(party, viewer)
    if Charge.objects.for_system().filter(defendant=party).exists():
        raise RefusedError("A charge names this party. Delete the charge first.")
    audit.record("delete", viewer=viewer, at=at, held=party, of=str(party.case_id), reason=reason)
    withdraw_mentions(party, at=at)
    shares = live_shares(timezone.localdate(at)).filter(record_kind=Party.kind_of_record(), record_id=party.pk)
    shares.update(revoked_at=at)
    party.delete()
