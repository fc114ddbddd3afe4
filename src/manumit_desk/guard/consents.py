"""Consents: which hold, and the acts of recording and revoking one. Revoking takes effect at the next query."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.models import Consent
from manumit_desk.guard.permission import RefusedError

LONGEST = timedelta(days=366)
"""The longest a consent may run before it is asked for again: 34 U.S.C. 12291(b)(2) wants an end."""


def live_consents(on: date) -> QuerySet[Consent]:
    """The consents that hold on a day."""
    return Consent.objects.filter(from_date__lte=on, until_date__gte=on, revoked_at__isnull=True)


def consents_about(held: HeldObject) -> QuerySet[Consent]:
    """All consents about a record, live or not, the newest first."""
    found = Consent.objects.filter(record_kind=held.kind_of_record(), record_id=held.pk)
    return found.prefetch_related("to_agencies").order_by("-recorded_at")


def linking_allowed(held: HeldObject, on: date) -> bool:
    """Whether a live consent lets a record take part in matching."""
    about = live_consents(on).filter(record_kind=held.kind_of_record(), record_id=held.pk, holder=held.owner_id)
    return about.filter(linking=True).exists()


@transaction.atomic
def record_consent(
    held: HeldObject,
    *,
    to_agencies: Sequence[Agency],
    what: str,
    purpose: str,
    linking: bool,
    until_date: date,
    informed: bool,
    written: bool,
    not_a_condition: bool,
    viewer: Viewer,
    at: datetime,
) -> Consent:
    """Write down a survivor's consent. ValidationError, by field, when it is not what the law asks for.

    One that says the same as a live one is that one: sent twice, it must not outlive its revoking.
    RefusedError when the record is another agency's: only who holds a record can have asked the person.
    """
    _require_own(held, viewer)
    faults: dict[str, str] = {}
    for field, holds, said in (
        ("informed", informed, "Say that the person was told what is shared, with whom and what may follow."),
        ("written", written, "A signed, written consent is needed."),
        ("not_a_condition", not_a_condition, "Say that help does not depend on this consent."),
        ("what", bool(what.strip()), "Say what may be shared."),
        ("purpose", bool(purpose.strip()), "Say for what purpose."),
        ("until_date", until_date >= timezone.localdate(at), "Choose a day that is not past."),
        ("until_date", until_date <= timezone.localdate(at) + LONGEST, "At most one year; it can be renewed."),
    ):
        if not holds:
            faults.setdefault(field, said)
    if faults:
        raise ValidationError(faults)
    content: dict[str, Any] = {
        "holder_id": viewer.agency_id,
        "record_kind": held.kind_of_record(),
        "record_id": held.pk,
        "what": what.strip(),
        "purpose": purpose.strip(),
        "linking": linking,
        "until_date": until_date,
    }
    audit.wait_in_line()
    if same := _same(content, to_agencies, timezone.localdate(at)):
        return same
    consent = Consent.objects.create(
        **content, from_date=timezone.localdate(at), recorded_at=at, recorded_by_id=viewer.user_id
    )
    consent.to_agencies.set(to_agencies)
    audit.record("record consent", viewer=viewer, at=at, held=held, linking=linking, until=until_date.isoformat())
    _let_follow(held, at)
    return consent


def _same(content: dict[str, Any], to_agencies: Sequence[Agency], on: date) -> Consent | None:
    """A live consent that says just this and names just these agencies."""
    named = {agency.pk for agency in to_agencies}
    held = live_consents(on).filter(**content).prefetch_related("to_agencies")
    return next((one for one in held if {agency.pk for agency in one.to_agencies.all()} == named), None)


@transaction.atomic
def revoke_consent(consent: Consent, held: HeldObject, *, viewer: Viewer, at: datetime) -> None:
    """End a consent at once: what was shown by it is no longer shown. Revoking twice is revoking once."""
    _require_own(held, viewer)
    if (consent.record_kind, consent.record_id) != (held.kind_of_record(), held.pk):
        raise RefusedError("This consent is about another record.")
    if Consent.objects.filter(pk=consent.pk, revoked_at__isnull=True).update(revoked_at=at):
        audit.record("revoke consent", viewer=viewer, at=at, held=held)
        _let_follow(held, at)


def _let_follow(held: HeldObject, at: datetime) -> None:
    """Tell the rooms above, named in the settings, that what is allowed of a record has changed."""
    for name in settings.AFTER_CONSENT:
        import_string(name)(held.kind_of_record(), held.pk, at=at)


def _require_own(held: HeldObject, viewer: Viewer) -> None:
    if held.owner_id != viewer.agency_id or not viewer.sees_victims:
        raise RefusedError("Only the agency that holds a record writes down or ends a consent about it.")
