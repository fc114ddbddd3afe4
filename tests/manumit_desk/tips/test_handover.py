"""From desk to desk: offered without content, read by confirming, and its outcome comes back."""

from datetime import timedelta

import pytest
from django.core import mail

from manumit_desk.guard.access import NotThere
from manumit_desk.guard.permission import RefusedError
from manumit_desk.registry.models import Mention
from manumit_desk.tips import actions
from manumit_desk.tips.access import access_handover, access_tip
from manumit_desk.tips.draft import Named
from manumit_desk.tips.models import Tip, TipClock, TipHandover, TipNote
from manumit_desk.tips.queries import handed_over_by, offers_to, tips_in_queue
from tests.manumit_desk.cast import NOW
from tests.manumit_desk.tips.desk import Desks, fresh, receive

LATER = NOW + timedelta(hours=1)
MOTEL = Named(kind="organisation", role="business", fields={"name": "Sunset Motel"})


@pytest.fixture
def offered(desks: Desks) -> TipHandover:
    """A tip of the Line, offered to the police of Rivera City."""
    tip = receive(desks.line, named=(MOTEL,)).tip
    return actions.hand_over(tip, desks.cast.police, why="It is in their town.", viewer=desks.operator, at=LATER)


def test_an_offered_tip_stays_with_its_desk_and_shows_no_content(desks: Desks, offered: TipHandover) -> None:
    (row,) = offers_to(desks.detective)
    assert (row.reference, row.from_agency) == (offered.tip.reference, "The Line")
    assert "Motel" not in str(row)
    with pytest.raises(NotThere):
        access_tip(desks.detective, offered.tip_id, at=LATER)
    assert fresh(offered.tip).owner == desks.line
    assert access_tip(desks.operator, offered.tip_id, at=LATER)


def test_who_confirms_owns_it_with_all_its_parts(
    desks: Desks, offered: TipHandover, django_capture_on_commit_callbacks: object
) -> None:
    tip = actions.confirm_handover(offered, viewer=desks.detective, at=LATER)
    assert access_tip(desks.detective, tip.pk, at=LATER).status == Tip.Status.NEW
    with pytest.raises(NotThere):
        access_tip(desks.operator, tip.pk, at=LATER)
    owners = {*Mention.objects.for_system().filter(file_id=tip.pk).values_list("owner", flat=True)}
    owners |= {*TipNote.all_objects.filter(tip=tip).values_list("owner", flat=True)}
    assert owners == {desks.cast.police.pk}
    assert not offers_to(desks.detective)
    assert [row.reference for row in tips_in_queue(desks.detective, _all(), at=LATER).object_list] == [tip.reference]


def _all() -> object:
    from manumit_desk.tips.queries import QueueFilters

    return QueueFilters(view="all")


def test_its_outcome_comes_back_to_the_desk_that_handed_it_over(desks: Desks, offered: TipHandover) -> None:
    tip = actions.confirm_handover(offered, viewer=desks.detective, at=LATER)
    actions.close_tip(tip, reason="helped", viewer=desks.detective, at=LATER)
    (row,) = handed_over_by(desks.operator).object_list
    assert (row.state_label, row.outcome) == ("Receipt confirmed", "Somebody was helped")


def test_a_desk_sends_back_what_is_not_its_own(desks: Desks, offered: TipHandover) -> None:
    actions.decline_handover(offered, because="not_our_area", viewer=desks.detective, at=LATER)
    assert fresh(offered.tip).status == Tip.Status.NEW
    (row,) = handed_over_by(desks.operator).object_list
    assert row.declined_because == "It is not in our area"


def test_a_desk_takes_back_what_nobody_confirmed(desks: Desks, offered: TipHandover) -> None:
    actions.take_back(fresh(offered.tip), offered, viewer=desks.operator, at=LATER)
    assert not offers_to(desks.detective)
    with pytest.raises(RefusedError, match="already"):
        actions.confirm_handover(offered, viewer=desks.detective, at=LATER)


def test_a_third_desk_neither_sees_nor_answers_it(desks: Desks, offered: TipHandover) -> None:
    with pytest.raises(NotThere):
        access_handover(desks.worker, offered.pk, at=LATER)
    with pytest.raises(RefusedError):
        actions.confirm_handover(offered, viewer=desks.worker, at=LATER)


def test_the_other_desk_is_told_by_an_e_mail_that_says_nothing(
    desks: Desks, django_capture_on_commit_callbacks: object
) -> None:
    tip = receive(desks.line, named=(MOTEL,)).tip
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.hand_over(tip, desks.cast.police, why="Theirs", viewer=desks.operator, at=LATER)
    (sent,) = mail.outbox
    assert sent.to == ["desk@rcpd.example"]
    assert not any(word in sent.subject + sent.body for word in ("Motel", tip.reference, "Line", "Laredo"))


def test_word_can_be_sent_after_it_and_is_read_there_only(desks: Desks, offered: TipHandover) -> None:
    with pytest.raises(RefusedError):
        actions.add_word(offered, "She called again.", viewer=desks.operator, at=LATER)
    tip = actions.confirm_handover(offered, viewer=desks.detective, at=LATER)
    actions.add_word(offered, "She called again.", viewer=desks.operator, at=LATER)
    assert TipNote.objects.visible_to(desks.detective).filter(tip=tip, kind=TipNote.Kind.FROM_DESK).count() == 1
    assert not TipNote.objects.visible_to(desks.operator).filter(tip=tip).exists()


def test_clocks_run_anew_at_the_new_desk(desks: Desks, offered: TipHandover) -> None:
    assert TipClock.objects.get(tip=offered.tip, code="handover").met_at is None
    much_later = NOW + timedelta(days=2)
    tip = actions.confirm_handover(offered, viewer=desks.detective, at=much_later)
    assert TipClock.objects.get(tip=tip, code="handover").met_at == much_later
    assert TipClock.objects.get(tip=tip, code="decision").due_at > much_later


def test_a_victim_service_provider_needs_the_survivors_consent(desks: Desks) -> None:
    tip = receive(desks.cast.shelter, named=(Named(kind="person", role="victim", fields={"name": "Ana"}),)).tip
    with pytest.raises(RefusedError, match="consent"):
        actions.hand_over(tip, desks.cast.police, why="Theirs", viewer=desks.cast.advocate, at=LATER)


def test_a_desk_that_takes_no_tips_is_offered_none(desks: Desks) -> None:
    with pytest.raises(RefusedError):
        actions.hand_over(receive(desks.line).tip, desks.cast.nation, why="x", viewer=desks.operator, at=LATER)
