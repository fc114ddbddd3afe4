"""Every address, found by walking the URLconf: what is not yours answers like what is not there, and sending needs
the page's own token."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from manumit_desk.accounts.actions.tokens import make_token
from manumit_desk.agencies.roles import Role
from manumit_desk.guard.handling import Handling
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.addresses import HELD, Address, addresses, choices
from tests.manumit_desk.cast import make_cast
from tests.manumit_desk.marked import Marked, make_marked
from tests.manumit_desk.oracle import may_see

pytestmark = pytest.mark.django_db
PUBLIC = ("tips/tell/", "tips/follow/", "language/", "api/", "training/verify/", "training/keys", "training/revoked")
"""For callers, and for programs with a token of their own."""
OBJECTS = [
    one for one in addresses() if any(name in HELD for name in one.arguments) and not one.route.startswith("api/")
]
CALLS = [one for one in addresses() if any(name in HELD for name in one.arguments) and one.route.startswith("api/")]


@pytest.fixture(scope="module")
def marked(django_db_setup: None, django_db_blocker: Any) -> Iterator[Marked]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_marked(make_cast())
        transaction.set_rollback(True)


def pages() -> list[Address]:
    return [one for one in addresses() if not one.route.startswith(PUBLIC)]


def paths_to(marked: Marked, address: Address, agency: int) -> tuple[str, str]:
    """A path to a record of an agency that nobody was shown, and the same path to nothing."""
    real, made_up = {}, {}
    for name in address.arguments:
        if name in HELD:
            hidden = [
                one.pk
                for one in marked.records[HELD[name]]
                if one.owner_id == agency and one.handling == "agency" and not marked.of_record[one.pk].given
            ]
            real[name], made_up[name] = hidden[0], uuid4()
        else:
            real[name] = made_up[name] = choices(marked, name)[0]
    return address.filled(real), address.filled(made_up)


def said(answer: Any, path: str) -> tuple[int, str, bytes]:
    """What an answer says, without the path itself and the page's random parts."""
    where = answer.headers.get("Location", "").replace(path, "PATH")
    return answer.status_code, where, answer.content if answer.status_code == 404 else b""


@pytest.mark.parametrize("address", OBJECTS, ids=lambda one: one.route)
def test_another_agencys_record_answers_like_one_that_is_not_there(marked: Marked, address: Address) -> None:
    real, made_up = paths_to(marked, address, marked.cast.shelter.pk)
    for viewer in (marked.cast.agent, marked.cast.viewer(marked.cast.police, Role.ADMINISTRATOR)):
        client = logged_in(viewer)
        for call in (client.get, client.post):
            theirs, nothing = call(real), call(made_up)
            assert theirs.status_code in (404, 405), real
            assert said(theirs, real)[:2] == said(nothing, made_up)[:2]
    stranger = Client()
    theirs, nothing = stranger.get(real), stranger.get(made_up)
    assert said(theirs, real) == said(nothing, made_up)
    assert theirs.status_code in (302, 404, 405)


@pytest.mark.parametrize("address", CALLS, ids=lambda one: one.route)
def test_a_call_for_another_agencys_record_answers_like_one_for_nothing(marked: Marked, address: Address) -> None:
    at = timezone.now()
    until = timezone.localdate(at)
    secret = make_token(name="t", handlings=Handling.values, until_date=until, viewer=marked.cast.agent, at=at)[1]
    bearer = {"Authorization": f"Bearer {secret}"}
    real, made_up = paths_to(marked, address, marked.cast.shelter.pk)
    for call in (Client().get, partial(Client().post, data={"text": "x"}, content_type="application/json")):
        theirs, nothing = call(real, headers=bearer), call(made_up, headers=bearer)
        assert theirs.status_code in (404, 405, 422), real
        assert said(theirs, real) == said(nothing, made_up)


def test_every_page_but_the_callers_leads_a_stranger_to_log_in_or_nowhere(marked: Marked) -> None:
    stranger = Client()
    for address in pages():
        path = address.filled({name: choices(marked, name)[0] for name in address.arguments})
        answer = stranger.get(path)
        assert answer.status_code in (302, 404, 405), path
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/accounts/login/"), path


def test_nothing_is_taken_without_the_pages_own_token(marked: Marked) -> None:
    client = logged_in(marked.cast.detective)
    client.handler.enforce_csrf_checks = True
    for address in pages():
        path = address.filled({name: choices(marked, name)[0] for name in address.arguments})
        assert client.post(path, {"a": "b"}).status_code in (403, 404, 405), path


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_pages_know_only_reading_and_sending(marked: Marked, method: str) -> None:
    client = logged_in(marked.cast.detective)
    for address in pages():
        path = address.filled({name: choices(marked, name)[0] for name in address.arguments})
        assert getattr(client, method)(path).status_code in (404, 405), path


@pytest.mark.parametrize(
    "forged", ["x", "00000000-0000-0000-0000-000000000000", "..%2F..%2Fetc", "1%20OR%201=1", "%00", "🐟", "9" * 400]
)
def test_a_forged_id_is_nothing(marked: Marked, forged: str) -> None:
    client = logged_in(marked.cast.detective)
    for prefix in ("/cases/", "/tips/", "/hits/", "/subjects/", "/jobs/", "/cases/parties/", "/agency/members/"):
        assert client.get(f"{prefix}{forged}/").status_code == 404, prefix


def test_a_known_record_opens_for_who_may_see_it(marked: Marked) -> None:
    """So that the refusals above are not for another reason."""
    client, viewer = logged_in(marked.cast.advocate), marked.cast.advocate
    for address in OBJECTS:
        if address.route in ("cases/<uuid:case_id>/", "tips/<uuid:tip_id>/", "cases/parties/<uuid:party_id>/"):
            (name,) = address.arguments
            own = next(
                one for one in marked.records[HELD[name]]
                if one.owner_id == viewer.agency_id and may_see(viewer, marked.of_record[one.pk])
            )  # fmt: skip
            assert client.get(address.filled({name: own.pk})).status_code == 200
