"""Tokens are made by members for themselves; agreements by supervisors of all parties together."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from manumit_desk.accounts.actions.tokens import LONGEST, make_token
from manumit_desk.agencies.models import Agreement, Token
from manumit_desk.agencies.queries import handlings_agreed_with, token_with
from manumit_desk.agencies.roles import Role
from manumit_desk.guard.shares import RefusedError
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.cast import Cast

TODAY = timezone.localdate()
TOKEN = {"name": "Nightly export", "handlings": ["agency"], "until_date": str(TODAY + timedelta(days=10))}


def test_a_secret_is_shown_once_and_only_its_hash_is_kept(cast: Cast) -> None:
    client = logged_in(cast.detective)
    made = client.post("/agency/tokens/new/", TOKEN)
    secret = made.context["secret"]
    found = token_with(secret, timezone.now())
    assert found is not None
    assert secret not in str(Token.objects.values().get())
    assert secret not in client.get("/agency/tokens/").content.decode()
    assert "no-store" in made.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"until_date": str(TODAY + LONGEST + timedelta(days=1))}, "until_date"),
        ({"until_date": str(TODAY - timedelta(days=1))}, "until_date"),
        ({"handlings": []}, "handlings"),
        ({"handlings": ["secret"]}, "handlings"),
        ({"name": ""}, "name"),
    ],
)
def test_a_token_out_of_bounds_is_refused_beside_the_field(cast: Cast, change: dict[str, Any], field: str) -> None:
    answer = logged_in(cast.detective).post("/agency/tokens/new/", TOKEN | change)
    assert list(answer.context["form"].errors) == [field]
    assert not Token.objects.exists()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OVERSEER])
def test_who_does_not_work_with_records_makes_no_token(cast: Cast, role: Role) -> None:
    assert logged_in(cast.viewer(cast.police, role)).post("/agency/tokens/new/", TOKEN).status_code == 404


def test_a_token_cannot_see_more_than_its_maker(cast: Cast) -> None:
    weak = cast.viewer(cast.police, second_factor=False)
    with pytest.raises(RefusedError):
        make_token(name="t", handlings=["victim_confidential"], until_date=TODAY, viewer=weak, at=timezone.now())


def test_a_token_is_revoked_by_its_maker_or_the_administrator_and_by_nobody_else(cast: Cast) -> None:
    at = timezone.now()
    for who, ends in (
        (cast.detective, True),
        (cast.viewer(cast.police, Role.ADMINISTRATOR), True),
        (cast.viewer(cast.police, Role.ANALYST), False),
        (cast.viewer(cast.task_force, Role.ADMINISTRATOR), False),
    ):
        made, secret = make_token(name="t", handlings=["agency"], until_date=TODAY, viewer=cast.detective, at=at)
        answer = logged_in(who).post(f"/agency/tokens/{made.pk}/revoke/")
        assert answer.status_code == (302 if ends else 404)
        assert (token_with(secret, at) is None) is ends


@pytest.fixture
def supervisors(cast: Cast) -> tuple[Client, Client, Client]:
    """Of the police, of the task force, and of the shelter."""
    agencies = (cast.police, cast.task_force, cast.shelter)
    return tuple(logged_in(cast.viewer(one, Role.SUPERVISOR)) for one in agencies)  # type: ignore[return-value]


def proposal(cast: Cast) -> dict[str, Any]:
    return {
        "title": "Gulf",
        "with_agencies": [cast.task_force.pk],
        "handlings": ["law_enforcement"],
        "from_date": str(TODAY),
        "until_date": str(TODAY + timedelta(days=30)),
    }


def test_an_agreement_holds_when_each_party_said_yes_and_ends_when_one_says_so(
    cast: Cast, supervisors: tuple[Client, Client, Client]
) -> None:
    police, task_force, shelter = supervisors
    police.post("/agency/agreements/new/", proposal(cast))
    agreement = Agreement.objects.get()
    page = f"/agency/agreements/{agreement.pk}/"
    assert handlings_agreed_with(cast.police.pk, TODAY) == {}
    police.post(f"{page}confirm/")
    assert handlings_agreed_with(cast.police.pk, TODAY) == {}
    assert "waits for you" in task_force.get("/agency/agreements/").content.decode()
    assert shelter.get(page).status_code == shelter.post(f"{page}confirm/").status_code == 404
    task_force.post(f"{page}confirm/")
    assert handlings_agreed_with(cast.police.pk, TODAY) == {cast.task_force.pk: {"law_enforcement"}}
    task_force.post(f"{page}end/")
    assert handlings_agreed_with(cast.police.pk, TODAY) == {}
    assert "ended" in police.get(page).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"handlings": ["victim_confidential"]},
        {"handlings": ["tribal"]},
        {"with_agencies": []},
        {"until_date": "2020-01-01"},
    ],
)
def test_no_agreement_about_victims_or_tribes_or_with_nobody(
    cast: Cast, supervisors: tuple[Client, Client, Client], change: dict[str, Any]
) -> None:
    answer = supervisors[0].post("/agency/agreements/new/", proposal(cast) | change)
    assert set(answer.context["form"].errors) == set(change)
    assert not Agreement.objects.exists()


def test_only_supervisors_decide(cast: Cast, supervisors: tuple[Client, Client, Client]) -> None:
    supervisors[0].post("/agency/agreements/new/", proposal(cast))
    page = f"/agency/agreements/{Agreement.objects.get().pk}/"
    agent = logged_in(cast.agent)
    assert agent.get(page).status_code == 200
    assert [agent.post(f"{page}{act}/").status_code for act in ("confirm", "end")] == [404, 404]
    assert agent.get("/agency/agreements/new/").status_code == 404
