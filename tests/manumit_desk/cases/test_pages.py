"""The pages of cases: who is shown what, forms that keep what was typed, and how many queries a page takes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.actions.cases import close_case, open_case
from manumit_desk.cases.actions.parts import add_note
from manumit_desk.cases.models import Case, CaseEvent, CaseNote, CaseTask, Charge, Document, Outcome, Party, SavedView
from manumit_desk.guard import audit
from manumit_desk.guard.models import AuditEvent, Consent
from tests.manumit_desk.cases.matter import PDF, SECRET, Matter, consent, person, upload
from tests.manumit_desk.cast import NOW, Cast

As = Callable[[Viewer], Client]


def addresses(matter: Matter, own: Consent) -> list[str]:
    """Every address about the matter, and what may be read of it."""
    case, party = matter.case.pk, matter.suspect.pk
    of_case = (
        "case", "parties", "timeline", "tasks", "documents", "charges", "change", "close", "reopen", "set_aside",
        "delete", "join", "same_matter", "own_matter", "choose_party", "new_note", "new_event", "new_task",
        "new_document", "new_charge", "leave",
    )  # fmt: skip
    parts = [one for one in matter.shown if not isinstance(one, Party)]
    return [
        *(reverse(f"cases:{name}", args=[case]) for name in of_case),
        reverse("cases:new_party", args=[case, "person", "victim"]),
        *(reverse(f"cases:{name}", args=[party]) for name in ("party", "change_party", "describe", "delete_party")),
        reverse("cases:consent", args=[matter.victim.pk]),
        reverse("cases:end_consent", args=[matter.victim.pk, own.pk]),
        reverse("cases:decide", args=[matter.charge.pk]),
        reverse("cases:download", args=[next(one.pk for one in parts if isinstance(one, Document))]),
        *(reverse("cases:delete_part", args=[one._meta.model_name, one.pk]) for one in parts),
    ]


def test_every_address_answers_the_owner_and_is_missing_for_another_agency(cast: Cast, matter: Matter, as_: As) -> None:
    own = consent(matter.victim, cast.shelter, viewer=cast.detective, at=timezone.now())
    owner, other, stranger = as_(cast.detective), as_(cast.advocate), Client()
    for address in addresses(matter, own):
        if "leave" not in address:
            assert owner.get(address).status_code == 200, address
        assert other.get(address).status_code == 404, address
        assert stranger.get(address).status_code == 302, address
        assert other.post(address).status_code in (404, 405), address


def test_the_partner_sees_the_case_but_neither_its_forms_for_the_owner_nor_the_victim(
    cast: Cast, matter: Matter, as_: As
) -> None:
    partner = as_(cast.agent)
    shown = partner.get(reverse("cases:case", args=[matter.case.pk])).content.decode()
    assert "Rolf Brandt" in shown
    assert "Ana Ixchel" in shown
    assert SECRET not in shown
    for name in ("change", "close", "delete", "join"):
        assert partner.get(reverse(f"cases:{name}", args=[matter.case.pk])).status_code == 404
    assert partner.get(reverse("cases:party", args=[matter.victim.pk])).status_code == 404
    assert partner.get(reverse("cases:change_party", args=[matter.suspect.pk])).status_code == 404


def test_reading_a_case_with_a_victim_is_written_down_for_each_victims_record(
    cast: Cast, matter: Matter, as_: As
) -> None:
    as_(cast.detective).get(reverse("cases:case", args=[matter.case.pk]))
    assert AuditEvent.objects.filter(action="read", record_id=str(matter.victim.pk)).count() == 1
    assert not AuditEvent.objects.filter(record_id=str(matter.partners_victim.pk), action="read").exists()
    assert audit.verify().faults == ()


def test_a_case_is_opened_changed_closed_and_reopened(cast: Cast, as_: As) -> None:
    browser = as_(cast.detective)
    typed = {"title": "Roof crew", "kind": "investigation", "opened_date": "2026-03-02", "sectors": ["construction"]}
    answer = browser.post(reverse("cases:new"), typed)
    case = Case.all_objects.get(title="Roof crew")
    assert answer.headers["Location"] == reverse("cases:case", args=[case.pk])
    assert (case.handling, case.lead, case.sectors) == ("law_enforcement", None, ["construction"])
    browser.post(reverse("cases:change", args=[case.pk]), {**typed, "title": "Roofers", "state": "TX"})
    browser.post(reverse("cases:close", args=[case.pk]), {"reason": "no_evidence"})
    case.refresh_from_db()
    assert (case.title, case.state, case.status, case.closing_reason) == ("Roofers", "TX", "closed", "no_evidence")
    browser.post(reverse("cases:reopen", args=[case.pk]))
    case.refresh_from_db()
    assert (case.status, case.closed_date, case.closing_reason) == ("open", None, "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "This field is required"),
        ({"opened_date": "2999-01-01"}, "not in the future"),
        ({"opened_date": "soon"}, "Enter a valid date"),
        ({"state": "ZZ"}, "not one of the available choices"),
        ({"kind": "war"}, "not one of the available choices"),
        ({"sectors": ["spaceflight"]}, "not one of the available choices"),
        ({"kind": "victim_services", "handling": "open"}, "victim confidential"),
        ({"title": "x" * 201}, "at most 200 characters"),
    ],
)
def test_a_wrong_answer_is_named_beside_its_field_and_the_rest_is_kept(
    cast: Cast, as_: As, typed: dict[str, Any], said: str
) -> None:
    good = {"title": "Roof crew", "kind": "investigation", "opened_date": "2026-03-02", "summary": "Kept words"}
    answer = as_(cast.detective).post(reverse("cases:new"), {**good, **typed})
    assert answer.status_code == 422
    assert said in answer.content.decode().replace("&#x27;", "'")
    assert "Kept words" in answer.content.decode()
    assert not Case.all_objects.filter(summary="Kept words").exists()


def test_a_script_in_a_name_is_shown_as_text(cast: Cast, matter: Matter, as_: As) -> None:
    evil = "<script>alert(1)</script>"
    person(matter.case, "suspect", {"name": evil}, viewer=cast.detective)
    add_note(matter.case, text=evil, viewer=cast.detective, at=NOW)
    shown = as_(cast.detective).get(reverse("cases:case", args=[matter.case.pk])).content.decode()
    assert evil not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_each_part_is_added_by_its_form(cast: Cast, matter: Matter, as_: As) -> None:
    browser, case = as_(cast.agent), matter.case
    before = {kind: kind.all_objects.count() for kind in (Party, CaseNote, CaseEvent, CaseTask, Document, Charge)}
    sent: dict[str, dict[str, Any]] = {
        "new_note": {"text": "We watched the door."},
        "new_event": {"happened_at": "2026-03-01T21:30", "what": "A van came", "stage": "Transit"},
        "new_task": {"what": "Call the owner", "due_date": "2026-03-09", "who": cast.agent.user_id},
        "new_document": {"file": upload("list.pdf", PDF), "about": "A list"},
        "new_charge": {
            "defendant": str(matter.suspect.pk), "statute": "18-1589", "counts": 2, "filed_date": "2026-03-02"
        },
    }  # fmt: skip
    for name, data in sent.items():
        answer = browser.post(reverse(f"cases:{name}", args=[case.pk]), data)
        assert answer.status_code == 302, (name, answer.content.decode())
    plate = {"plate": "TX 4K7 221", "role": "vehicle"}
    assert browser.post(reverse("cases:new_party", args=[case.pk, "vehicle", "vehicle"]), plate).status_code == 302
    for kind, count in before.items():
        newest: Any = kind.all_objects.order_by("created_at").last()
        assert kind.all_objects.count() == count + 1
        assert newest.owner == cast.task_force
    charge = Charge.all_objects.order_by("created_at").last()
    assert charge is not None
    assert charge.nibrs == "64B"


def test_a_survivors_record_at_a_provider_is_corrected_without_choosing_anew_who_may_see_it(
    cast: Cast, as_: As
) -> None:
    intake = open_case(title="Intake 14", kind="victim_services", viewer=cast.advocate, at=NOW)
    survivor = person(intake, "victim", {"given_name": "Marisol"}, viewer=cast.advocate)
    address = reverse("cases:change_party", args=[survivor.pk])
    browser = as_(cast.advocate)
    form = browser.get(address).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {"family_name": "Quetzal"}
    assert browser.post(address, said).status_code == 302
    survivor.refresh_from_db()
    assert (survivor.fields["family_name"], survivor.handling) == ("Quetzal", "victim_confidential")


def test_an_outcome_is_entered_in_dollars_and_kept_in_cents(cast: Cast, matter: Matter, as_: As) -> None:
    said = {"result": "convicted", "decided_date": "2026-03-01", "ordered": "1234.56", "paid": "2000"}
    address = reverse("cases:decide", args=[matter.charge.pk])
    assert "More was paid than ordered" in as_(cast.detective).post(address, said).content.decode()
    assert as_(cast.detective).post(address, {**said, "paid": "0.07"}).status_code == 302
    outcome = Outcome.all_objects.get()
    assert (outcome.restitution_ordered_cents, outcome.restitution_paid_cents) == (123_456, 7)


def test_a_task_is_done_and_not_done_after_all(cast: Cast, matter: Matter, as_: As) -> None:
    task = CaseTask.all_objects.get()
    address = reverse("cases:task_done", args=[task.pk])
    as_(cast.agent).post(address, {"done": "yes"})
    task.refresh_from_db()
    assert task.done_by_id == cast.agent.user_id
    as_(cast.detective).post(address, {"done": "no"})
    task.refresh_from_db()
    assert task.done_at is None


def test_the_data_standards_questions_are_answered_by_form(cast: Cast, matter: Matter, as_: As) -> None:
    address = reverse("cases:describe", args=[matter.victim.pk])
    said = {"vic_MethodsOfControl": ["DebtBondage", "FalsePromises"], "vic_AgeWhenTrafficked": "16"}
    assert as_(cast.detective).post(address, said).status_code == 302
    matter.victim.refresh_from_db()
    assert matter.victim.context == {"vic_MethodsOfControl": "DebtBondage;FalsePromises", "vic_AgeWhenTrafficked": "16"}
    shown = as_(cast.detective).get(reverse("cases:party", args=[matter.victim.pk])).content.decode()
    assert "Debt bondage; False promises" in shown


def test_the_list_is_narrowed_and_the_filters_are_kept_for_one_person(cast: Cast, matter: Matter, as_: As) -> None:
    browser = as_(cast.detective)
    address = reverse("cases:list")
    assert matter.case.reference in browser.get(f"{address}?kind=investigation&text=motel&state=TX").content.decode()
    for narrowed in ("kind=prosecution", "text=harbour", "state=LA", "lead=me", "whose=others", "status=closed"):
        assert matter.case.reference not in browser.get(f"{address}?{narrowed}").content.decode()
    browser.post(f"{reverse('cases:keep_view')}?kind=investigation&state=TX", {"name": "Texas"})
    kept = SavedView.objects.get()
    assert (kept.user_id, kept.filters) == (cast.detective.user_id, {"kind": "investigation", "state": "TX"})
    assert "Texas" in browser.get(address).content.decode()
    as_(cast.agent).post(reverse("cases:drop_view", args=[kept.pk]))
    assert SavedView.objects.count() == 1
    browser.post(reverse("cases:drop_view", args=[kept.pk]))
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize("page", ["0", "-1", "9999", "x", "1' or '1'='1"])
def test_a_page_number_that_is_none_shows_a_page(cast: Cast, matter: Matter, as_: As, page: str) -> None:
    assert as_(cast.detective).get(reverse("cases:list"), {"page": page}).status_code == 200


def test_a_closed_case_offers_to_be_worked_on_again(cast: Cast, matter: Matter, as_: As) -> None:
    close_case(matter.case, reason="referred", viewer=cast.detective, at=NOW)
    shown = as_(cast.detective).get(reverse("cases:case", args=[matter.case.pk])).content.decode()
    assert "Handed to another agency" in shown
    assert reverse("cases:new_note", args=[matter.case.pk]) not in shown


def test_the_page_of_a_case_takes_the_same_queries_however_much_is_in_it(
    cast: Cast, matter: Matter, as_: As, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        add_note(matter.case, text=f"Note {number}", viewer=cast.detective, at=NOW + timedelta(minutes=number))
    browser = as_(cast.detective)
    with django_assert_max_num_queries(60):
        browser.get(reverse("cases:case", args=[matter.case.pk]))
    with django_assert_max_num_queries(15):
        browser.get(reverse("cases:list"))


def test_only_a_supervisor_sees_the_records_to_confirm(cast: Cast, matter: Matter, as_: As) -> None:
    address = reverse("cases:revalidate")
    assert as_(cast.detective).get(address).status_code == 404
    assert as_(cast.viewer(cast.police, Role.SUPERVISOR)).get(address).status_code == 200
