"""The API's roof: who calls, how often, and how it says no."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from manumit_desk.accounts.actions.tokens import make_token
from manumit_desk.agencies.models import Membership, Token
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.handling import Handling
from tests.manumit_desk.cast import Cast


def token(viewer: Viewer, handlings: list[str] = Handling.values) -> tuple[Token, str]:
    at = timezone.now()
    until = timezone.localdate(at) + timedelta(days=1)
    return make_token(name="t", handlings=handlings, until_date=until, viewer=viewer, at=at)


def call(secret: str, path: str = "/api/tips/", **more: Any) -> Any:
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"}, **more)


@pytest.fixture(autouse=True)
def _no_calls_yet(db: None) -> None:
    cache.clear()


def test_a_live_token_opens_the_door_and_its_use_is_noted(cast: Cast) -> None:
    made, secret = token(cast.detective)
    assert call(secret).status_code == 200
    made.refresh_from_db()
    assert made.used_at is not None


@pytest.mark.parametrize(
    "end",
    [
        lambda made: Token.objects.filter(pk=made.pk).update(revoked_at=timezone.now()),
        lambda made: Token.objects.filter(pk=made.pk).update(expires_at=timezone.now()),
        lambda made: Membership.objects.filter(pk=made.membership_id).update(until_date="2020-01-01"),
        lambda made: Membership.objects.filter(pk=made.membership_id).update(from_date="2999-01-01"),
        lambda made: type(made.membership.user).objects.update(is_active=False),
    ],
    ids=["revoked", "expired", "membership over", "membership to come", "account closed"],
)
def test_a_token_that_ended_opens_nothing(cast: Cast, end: Any) -> None:
    made, secret = token(cast.detective)
    assert call(secret).status_code == 200
    end(made)
    refused = call(secret)
    assert refused.status_code == 401
    assert set(refused.json()) == {"detail", "fields"}
    assert refused["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer \xff"])
def test_anything_but_a_token_opens_nothing(cast: Cast, header: str) -> None:
    assert Client().get("/api/tips/", headers={"Authorization": header}).status_code == 401


def test_a_session_opens_nothing_here(cast: Cast, client: Client) -> None:
    from manumit_desk.agencies.models import User

    client.force_login(User.objects.get(pk=cast.detective.user_id))
    assert client.get("/api/tips/").status_code in (302, 401)


def test_too_many_calls_are_told_to_wait(cast: Cast, settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 2
    _, secret = token(cast.detective)
    answers = [call(secret) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


@pytest.mark.parametrize("body", [b"{", b'{"a": "\\u0000"}', b'{"a": "\\ud800"}', b"\xff", b"[" * 10_000])
def test_a_body_that_is_no_json_or_no_text_is_refused_in_words(cast: Cast, body: bytes) -> None:
    _, secret = token(cast.detective)
    answer = Client().post(
        "/api/tips/", body, content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_wrong_field_is_named(cast: Cast) -> None:
    _, secret = token(cast.detective)
    answer = Client().post(
        "/api/tips/", {"channel": "rumour"}, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"channel", "what_happened"}


def test_the_guide_lists_the_calls_and_loads_nothing_from_elsewhere(cast: Cast, client: Client) -> None:
    from django.template.loader import render_to_string
    from django.test import RequestFactory

    from manumit_desk.api.views import guide

    request: Any = RequestFactory().get("/api/")
    request.viewer, request.user, request.csp_nonce = cast.detective, cast.detective, ""
    request.user = type("Person", (), {"is_authenticated": True})()
    page = guide(request).content.decode()
    assert "/api/tips/" in page
    assert "cdn" not in page
    assert render_to_string
