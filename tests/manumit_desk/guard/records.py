"""Cases and their parts, made directly: what guard's tests look at."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from manumit_desk.agencies.models import Agency
from manumit_desk.cases.models import Case, CaseNote
from manumit_desk.guard.models import Consent, Share
from tests.manumit_desk.cast import Cast

TODAY = timezone.localdate()


def now() -> datetime:
    return timezone.now()


def make_case(owner: Agency, handling: str = "agency", **fields: Any) -> Case:
    return Case.all_objects.create(  # type: ignore[no-any-return]
        owner=owner,
        handling=handling,
        title="A matter",
        kind=Case.Kind.INVESTIGATION,
        opened_date=TODAY,
        created_at=now(),
        **fields,
    )


def make_note(case: Case, owner: Agency, handling: str = "agency", **fields: Any) -> CaseNote:
    return CaseNote.all_objects.create(  # type: ignore[no-any-return]
        case=case, owner=owner, handling=handling, text="A word", created_at=now(), **fields
    )


def show(record: Case | CaseNote, agency: Agency, cast: Cast, consent: Consent | None = None) -> Share:
    """A share as the database may hold it, whatever the rules say today of making one."""
    return Share.objects.create(
        record_kind=record.kind_of_record(),
        record_id=record.pk,
        to_agency=agency,
        why=Share.Why.JOINT_CASE,
        consent=consent,
        shared_at=now(),
        shared_by_id=cast.detective.user_id,
    )


def make_consent(
    record: Case | CaseNote, agency: Agency, cast: Cast, *, until: date = TODAY, is_revoked: bool = False
) -> Consent:
    consent = Consent.objects.create(
        holder=record.owner,
        record_kind=record.kind_of_record(),
        record_id=record.pk,
        what="my name",
        purpose="a bed",
        from_date=TODAY.replace(year=TODAY.year - 1, day=1),
        until_date=until,
        revoked_at=now() if is_revoked else None,
        recorded_at=now(),
        recorded_by_id=cast.detective.user_id,
    )
    consent.to_agencies.add(agency)
    return consent
