"""A survivor's consent about their record in a case: written down, shown by, revoked; the registry follows at once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.actions.declaring import declare
from manumit_desk.cases.models import Party
from manumit_desk.guard.consents import record_consent, revoke_consent
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
    declare(party, at=at)
    return consent


@transaction.atomic
def end_consent(party: Party, consent: Consent, *, viewer: Viewer, at: datetime) -> None:
    """Revoke a consent: what was shown by it is hidden; the record leaves matching if no other consent allows it."""
    revoke_consent(consent, party, viewer=viewer, at=at)
    live_shares(timezone.localdate(at)).filter(consent=consent).update(revoked_at=at)
    declare(party, at=at)
