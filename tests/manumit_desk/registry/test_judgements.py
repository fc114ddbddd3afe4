"""A person's word outranks the machine, lasts, and can be taken back; who may give it."""

import pytest

from manumit_desk.agencies.roles import Role
from manumit_desk.guard.models import AuditEvent
from manumit_desk.guard.permission import RefusedError
from manumit_desk.registry.judging import answer_hit, judge_pair, may_judge
from manumit_desk.registry.models import Hit, HitSide, Judgement, Mention, MentionRole
from tests.manumit_desk.cast import Cast
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
    mention_of,
    open_case,
)

SAME, DIFFERENT = Judgement.Verdict.SAME, Judgement.Verdict.DIFFERENT
UNSURE, WITHDRAWN = Judgement.Verdict.UNSURE, Judgement.Verdict.WITHDRAWN


def two_evas(cast: Cast) -> tuple[Mention, Mention]:
    left = add_party(open_case(cast.police), "person", EVA)
    right = add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    return mention_of(left), mention_of(right)


def subject_ids(*mentions: Mention) -> set[object]:
    return set(
        Mention.objects.for_system().filter(pk__in=[one.pk for one in mentions]).values_list("subject", flat=True)
    )


def state() -> str:
    return Hit.objects.get().state


def test_a_strong_link_makes_one_subject_and_different_makes_two(cast: Cast) -> None:
    left, right = two_evas(cast)
    assert len(subject_ids(left, right)) == 1
    judge_pair(left, right, DIFFERENT, viewer=cast.detective, at=later())
    assert len(subject_ids(left, right)) == 2


def test_same_joins_what_the_machine_kept_apart(cast: Cast) -> None:
    left = mention_of(add_party(open_case(cast.police), "person", EVA))
    right = mention_of(add_party(open_case(cast.police), "person", {"name": "Ruth Okafor"}))
    assert len(subject_ids(left, right)) == 2
    judge_pair(left, right, SAME, viewer=cast.detective, at=later())
    assert len(subject_ids(left, right)) == 1


def test_different_ends_the_hit_for_both_sides(cast: Cast) -> None:
    judge_pair(*two_evas(cast), DIFFERENT, viewer=cast.agent, at=later())
    assert state() == Hit.State.ENDED
    assert set(HitSide.objects.values_list("is_ended", "waits_since")) == {(True, None)}


def test_it_does_not_rise_again_when_a_record_is_declared_anew_or_corrected(cast: Cast) -> None:
    left = add_party(open_case(cast.police), "person", EVA)
    right = add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    judge_pair(mention_of(left), mention_of(right), DIFFERENT, viewer=cast.detective, at=later())
    declare(left, at=later())
    correct(right, fields={**EVA_AGAIN, "sex": "female"}, at=later())
    assert state() == Hit.State.ENDED
    assert HitSide.objects.filter(waits_since__isnull=False).count() == 0


def test_different_about_one_pair_leaves_a_hit_that_rests_on_another(cast: Cast) -> None:
    case, other = open_case(cast.police), open_case(cast.task_force)
    add_party(case, "contact", PHONE)
    add_party(other, "contact", SAME_PHONE)
    left, right = add_party(case, "person", EVA), add_party(other, "person", EVA_AGAIN)
    judge_pair(mention_of(left), mention_of(right), DIFFERENT, viewer=cast.detective, at=later())
    assert state() == Hit.State.OPEN


def test_a_new_pair_between_files_of_an_ended_hit_opens_it_again(cast: Cast) -> None:
    case, other = open_case(cast.police), open_case(cast.task_force)
    left, right = add_party(case, "person", EVA), add_party(other, "person", EVA_AGAIN)
    judge_pair(mention_of(left), mention_of(right), DIFFERENT, viewer=cast.detective, at=later())
    add_party(case, "contact", PHONE)
    add_party(other, "contact", SAME_PHONE)
    assert state() == Hit.State.OPEN


def test_different_about_all_that_an_agency_knows_of_ends_its_side_and_says_nothing_of_the_rest(cast: Cast) -> None:
    case, other = open_case(cast.police), open_case(cast.task_force)
    left, right = add_party(case, "contact", PHONE), add_party(other, "contact", SAME_PHONE)
    add_party(case, "person", EVA, role=MentionRole.VICTIM)
    add_party(other, "person", EVA_AGAIN)
    judge_pair(mention_of(left), mention_of(right), DIFFERENT, viewer=cast.agent, at=later())
    assert HitSide.objects.get(agency=cast.task_force).is_ended
    assert not HitSide.objects.get(agency=cast.police).is_ended


def test_unsure_leaves_the_hit_open(cast: Cast) -> None:
    judge_pair(*two_evas(cast), UNSURE, viewer=cast.detective, at=later())
    assert state() == Hit.State.OPEN


def test_taking_a_judgement_back_restores_the_subject_and_the_hit(cast: Cast) -> None:
    left, right = two_evas(cast)
    before = list(HitSide.objects.values())
    judge_pair(left, right, DIFFERENT, viewer=cast.detective, at=later())
    judge_pair(left, right, WITHDRAWN, viewer=cast.detective, at=later(hour=17))
    assert len(subject_ids(left, right)) == 1
    assert list(HitSide.objects.values()) == before
    assert Judgement.objects.count() == 2


def test_the_last_word_counts_whichever_side_says_it(cast: Cast) -> None:
    left, right = two_evas(cast)
    judge_pair(left, right, DIFFERENT, viewer=cast.detective, at=later())
    judge_pair(left, right, SAME, viewer=cast.agent, at=later(hour=17))
    assert state() == Hit.State.OPEN


def test_judging_is_audited_without_the_note(cast: Cast) -> None:
    judge_pair(*two_evas(cast), UNSURE, viewer=cast.detective, at=later(), note="Spoke to Lena.")
    event = AuditEvent.objects.get(action="judge")
    assert "Lena" not in str(event.detail)
    assert event.detail["verdict"] == "unsure"


def test_told_agencies_judge_and_nobody_else_does(cast: Cast) -> None:
    left, right = two_evas(cast)
    assert may_judge(left, right, cast.detective)
    assert may_judge(left, right, cast.agent)
    assert not may_judge(left, right, cast.analyst)
    assert not may_judge(left, right, cast.advocate)
    assert not may_judge(left, right, cast.viewer(cast.police, Role.OVERSEER))


def test_who_was_not_told_may_not_judge(cast: Cast) -> None:
    left = add_party(open_case(cast.police), "person", EVA, role=MentionRole.VICTIM)
    right = add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    assert may_judge(mention_of(left), mention_of(right), cast.detective)
    with pytest.raises(RefusedError):
        judge_pair(mention_of(left), mention_of(right), DIFFERENT, viewer=cast.agent, at=later())
    assert not Judgement.objects.exists()


def test_who_sees_both_records_judges_them(cast: Cast) -> None:
    left = mention_of(add_party(open_case(cast.police), "person", EVA))
    right = mention_of(add_party(open_case(cast.police), "person", {"name": "Ruth Okafor"}))
    assert may_judge(left, right, cast.detective)
    assert not may_judge(left, right, cast.agent)
    assert not may_judge(left, left, cast.detective)


def test_only_told_agencies_answer_a_hit(cast: Cast) -> None:
    two_evas(cast)
    side = HitSide.objects.get(agency=cast.police)
    for viewer in (cast.agent, cast.analyst, cast.viewer(cast.police, Role.ADMINISTRATOR)):
        with pytest.raises(RefusedError):
            answer_hit(side, HitSide.Answer.DECLINED, message="", viewer=viewer, at=later())
    answer_hit(side, HitSide.Answer.DECLINED, message=" No. ", viewer=cast.detective, at=later())
    assert HitSide.objects.get(pk=side.pk).message == "No."


def test_what_was_judged_of_a_deleted_record_goes_with_it(cast: Cast) -> None:
    left = add_party(open_case(cast.police), "person", EVA)
    right = add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    judge_pair(mention_of(left), mention_of(right), SAME, viewer=cast.detective, at=later())
    delete(left)
    assert not Judgement.objects.exists()
