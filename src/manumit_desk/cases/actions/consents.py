"""A survivor's consent about their record in a case: written down, shown by, revoked; the registry follows at once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.actions.mentions import declare_party
from manumit_desk.cases.models import Party
from manumit_desk.guard import audit
from manumit_desk.guard.consents import live_consents, record_consent, revoke_consent
from manumit_desk.guard.models import Consent, Share
from manumit_desk.guard.shares import live_shares, share_record


@transaction.atomic
def consent_to_share(
    party: Party,
    *,
    to_agencies: Sequence[Agency],
    what: str,
    purpose: str,
    linking: bool,
    until_date: date,
    informed: bool,
    written: bool,
    not_a_condition: bool,
    why: Share.Why = Share.Why.REFERRAL,
    viewer: Viewer,
    at: datetime,
) -> Consent:
    """Write down a consent as 34 U.S.C. 12291(b)(2) asks, and show the record to the agencies that it names.

    ValidationError by field; RefusedError for another agency's record.
    """
    consent = record_consent(
        party,
        to_agencies=to_agencies,
        what=what,
        purpose=purpose,
        linking=linking,
        until_date=until_date,
        informed=informed,
        written=written,
        not_a_condition=not_a_condition,
        viewer=viewer,
        at=at,
    )
    for agency in to_agencies:
        share_record(party, agency, why=why, viewer=viewer, at=at, consent=consent)
    declare_party(party, at=at)
    return consent


@transaction.atomic
def end_consent(party: Party, consent: Consent, *, viewer: Viewer, at: datetime) -> None:
    """Revoke a consent: what was shown by it is hidden; the record leaves matching if no other consent allows it."""
    revoke_consent(consent, party, viewer=viewer, at=at)
    live_shares(timezone.localdate(at)).filter(consent=consent).update(revoked_at=at)
    declare_party(party, at=at)


@transaction.atomic
def end_expired_linking(*, at: datetime) -> int:
    """Take the parties out of matching whose consent to it ran out; returns how many were looked at.

    Matching asks again each time it finds one; this also ends the hits that rest on them. For a daily task.
    """
    today = timezone.localdate(at)
    ended = Consent.objects.filter(record_kind=Party.kind_of_record(), linking=True, until_date__lt=today)
    still = live_consents(today).filter(linking=True, record_kind=Party.kind_of_record()).values("record_id")
    gone = Party.objects.for_system().filter(pk__in=ended.values("record_id")).exclude(pk__in=still)
    count = 0
    for party in gone.select_related("owner", "case"):
        declare_party(party, at=at)
        count += 1
    if count:
        audit.record("end linking", viewer=None, at=at, parties=count)
    return count
