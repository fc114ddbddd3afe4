"""Two agencies that mention one subject learn whom to call, and nothing else; a victim's record keeps silent."""

from django.conf import settings
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from manumit_desk.agencies.models import Agency
from manumit_desk.registry.actions import escalate_overdue_hits
from manumit_desk.registry.judging import answer_hit
from manumit_desk.registry.models import Hit, HitReason, HitSide, MentionRole
from tests.manumit_desk.cast import NOW, Cast
from tests.manumit_desk.registry.records import (
    EVA,
    EVA_AGAIN,
    PHONE,
    SAME_PHONE,
    add_party,
    correct,
    declare,
    delete,
    later,
    open_case,
)

DISCLOSED, DECLINED = HitSide.Answer.DISCLOSED, HitSide.Answer.DECLINED
VICTIM = MentionRole.VICTIM


def side_of(agency: Agency) -> HitSide:
    return HitSide.objects.get(agency=agency)


def told(agency: Agency) -> bool:
    return HitSide.objects.filter(agency=agency, is_told=True).exists()


def known_to(agency: Agency) -> int:
    side = side_of(agency)
    return sum(one.is_told_to(side) for one in side.hit.reasons.select_related("left", "right"))


def hit_on_a_phone(cast: Cast) -> Hit:
    add_party(open_case(cast.police), "contact", PHONE)
    add_party(open_case(cast.task_force), "contact", SAME_PHONE)
    return Hit.objects.get()


def test_two_agencies_that_hold_one_number_both_learn_of_one_hit(cast: Cast) -> None:
    hit_on_a_phone(cast)
    assert told(cast.police)
    assert told(cast.task_force)


def test_one_agency_alone_has_no_hit(cast: Cast) -> None:
    add_party(open_case(cast.police), "contact", PHONE)
    add_party(open_case(cast.police), "contact", SAME_PHONE)
    assert not Hit.objects.exists()


def test_two_agencies_in_one_file_need_no_hit_between_them(cast: Cast) -> None:
    case = open_case(cast.police)
    add_party(case, "contact", PHONE)
    add_party(case, "contact", SAME_PHONE, owner=cast.task_force)
    assert not Hit.objects.exists()


def test_a_second_pair_between_two_files_is_one_more_reason_of_the_same_hit(cast: Cast) -> None:
    case, other = open_case(cast.police), open_case(cast.task_force)
    add_party(case, "contact", PHONE)
    add_party(other, "contact", SAME_PHONE)
    add_party(case, "person", EVA)
    add_party(other, "person", EVA_AGAIN)
    assert Hit.objects.count() == 1
    assert {one.kind for one in HitReason.objects.all()} == {"contact", "person"}


def test_a_partner_s_party_in_a_case_gives_the_partner_a_hit_of_its_own(cast: Cast) -> None:
    case = open_case(cast.police)
    add_party(case, "contact", PHONE)
    add_party(case, "contact", PHONE, owner=cast.centre)
    add_party(open_case(cast.task_force), "contact", SAME_PHONE)
    assert Hit.objects.count() == 2
    assert {side.agency_id for side in HitSide.objects.all()} == {
        cast.police.pk, cast.centre.pk, cast.task_force.pk,
    }  # fmt: skip


def test_declaring_twice_changes_nothing(cast: Cast) -> None:
    party = add_party(open_case(cast.police), "contact", PHONE)
    add_party(open_case(cast.task_force), "contact", SAME_PHONE)
    before = list(Hit.objects.values()), list(HitSide.objects.values()), list(HitReason.objects.values())
    declare(party, at=later())
    assert (list(Hit.objects.values()), list(HitSide.objects.values()), list(HitReason.objects.values())) == before


def test_a_corrected_number_raises_its_hit_and_the_old_one_s_is_gone(cast: Cast) -> None:
    party = add_party(open_case(cast.police), "contact", PHONE)
    add_party(open_case(cast.task_force), "contact", SAME_PHONE)
    add_party(open_case(cast.centre), "contact", {"type": "phone", "value": "504 201 9999"})
    correct(party, fields={"type": "phone", "value": "504-201-9999"})
    assert {side.agency_id for side in HitSide.objects.all()} == {cast.police.pk, cast.centre.pk}


def test_a_party_that_moves_to_another_case_takes_its_hit_along(cast: Cast) -> None:
    party = add_party(open_case(cast.police), "contact", PHONE)
    add_party(open_case(cast.task_force), "contact", SAME_PHONE)
    new = open_case(cast.police)
    correct(party, case=new)
    assert side_of(cast.police).file_id == new.pk


def test_a_deleted_party_takes_its_hit_with_it(cast: Cast) -> None:
    party = add_party(open_case(cast.police), "contact", PHONE)
    add_party(open_case(cast.task_force), "contact", SAME_PHONE)
    delete(party)
    assert not Hit.objects.exists()
    assert not HitSide.objects.exists()


def test_a_victim_s_record_is_silent_and_its_owner_alone_is_told(cast: Cast) -> None:
    add_party(open_case(cast.police), "person", EVA, role=VICTIM)
    add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    assert told(cast.police)
    assert not told(cast.task_force)


def test_the_other_learns_of_it_once_the_owner_discloses(cast: Cast) -> None:
    add_party(open_case(cast.police), "person", EVA, role=VICTIM)
    add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    answer_hit(side_of(cast.police), DISCLOSED, message="Call me.", viewer=cast.detective, at=later())
    assert side_of(cast.task_force).told_at == later()


def test_the_other_never_learns_of_it_when_the_owner_declines(cast: Cast) -> None:
    add_party(open_case(cast.police), "person", EVA, role=VICTIM)
    add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    answer_hit(side_of(cast.police), DECLINED, message="", viewer=cast.detective, at=later())
    assert not told(cast.task_force)


def test_an_owner_who_takes_disclosure_back_takes_the_hit_back(cast: Cast) -> None:
    add_party(open_case(cast.police), "person", EVA, role=VICTIM)
    add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    answer_hit(side_of(cast.police), DISCLOSED, message="", viewer=cast.detective, at=later())
    answer_hit(side_of(cast.police), DECLINED, message="", viewer=cast.detective, at=later(hour=17))
    assert not told(cast.task_force)


def test_where_both_records_are_silent_neither_agency_is_told_and_the_pointer_is_there_for_the_centre(
    cast: Cast,
) -> None:
    add_party(open_case(cast.police), "person", EVA, role=VICTIM)
    add_party(open_case(cast.task_force), "person", EVA_AGAIN, role=VICTIM)
    assert Hit.objects.get().state == Hit.State.OPEN
    assert not told(cast.police)
    assert not told(cast.task_force)
    assert mail.outbox == []


def test_a_silent_pair_in_a_told_hit_stays_silent(cast: Cast) -> None:
    case, other = open_case(cast.police), open_case(cast.task_force)
    add_party(case, "contact", PHONE)
    add_party(other, "contact", SAME_PHONE)
    add_party(case, "person", EVA, role=VICTIM)
    add_party(other, "person", EVA_AGAIN)
    assert known_to(cast.police) == 2
    assert known_to(cast.task_force) == 1


def test_disclosing_covers_what_was_known_and_not_what_comes_later(cast: Cast) -> None:
    case, other = open_case(cast.police), open_case(cast.task_force)
    add_party(case, "contact", PHONE)
    add_party(other, "contact", SAME_PHONE)
    answer_hit(side_of(cast.police), DISCLOSED, message="", viewer=cast.detective, at=later())
    seen_by_other = HitSide.objects.filter(agency=cast.task_force).values().get()
    add_party(other, "person", EVA_AGAIN, at=later(hour=17))
    add_party(case, "person", EVA, role=VICTIM, at=later(hour=17))
    assert side_of(cast.police).waits_since == later(hour=17)
    assert known_to(cast.task_force) == 1
    assert HitSide.objects.filter(agency=cast.task_force).values().get() == seen_by_other


def test_a_party_that_turns_out_to_be_a_victim_falls_silent(cast: Cast) -> None:
    party = add_party(open_case(cast.police), "person", EVA)
    add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    assert told(cast.task_force)
    correct(party, role=VICTIM)
    assert not told(cast.task_force)


def test_hits_tell_by_e_mail_once_after_the_transaction_and_without_content(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    case = open_case(cast.police)
    add_party(case, "contact", PHONE)
    with django_capture_on_commit_callbacks(execute=True):
        other = open_case(cast.task_force)
        add_party(other, "contact", SAME_PHONE)
        assert mail.outbox == []
    assert sorted(one.to[0] for one in mail.outbox) == ["desk@hctf.example", "desk@rcpd.example"]
    with django_capture_on_commit_callbacks(execute=True):
        add_party(other, "person", EVA)
        add_party(case, "person", EVA_AGAIN)
    assert len(mail.outbox) == 2
    said = "".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert not [
        word for word in ("3344", "Night", case.reference, cast.police.name, cast.task_force.name) if word in said
    ]


def test_many_hits_in_one_act_are_one_e_mail(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for _ in range(3):
        add_party(open_case(cast.police), "contact", PHONE)
    with django_capture_on_commit_callbacks(execute=True):
        add_party(open_case(cast.task_force), "contact", SAME_PHONE)
    assert Hit.objects.count() == 3
    assert len(mail.outbox) == 2


def test_a_hit_that_nobody_answered_goes_to_the_centre(cast: Cast) -> None:
    hit_on_a_phone(cast)
    answer_hit(side_of(cast.police), DISCLOSED, message="", viewer=cast.detective, at=later())
    assert escalate_overdue_hits(before=NOW, at=later(day=9)) == 0
    assert escalate_overdue_hits(before=later(day=5), at=later(day=9)) == 1
    assert escalate_overdue_hits(before=later(day=5), at=later(day=10)) == 0
    assert side_of(cast.police).escalated_at is None
    assert side_of(cast.task_force).escalated_at == later(day=9)
    assert settings.HIT_ESCALATES_AFTER_HOURS == 72
