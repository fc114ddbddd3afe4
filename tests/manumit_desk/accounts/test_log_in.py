"""Log-in through the real pages: a second factor before anything of a victim, old sessions end, guesses are slowed."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import flows
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client

from manumit_desk.agencies.models import User
from manumit_desk.agencies.roles import NEEDS_SECOND_FACTOR, Role
from tests.manumit_desk.cast import Cast

PASSWORD = "a long made-up sentence"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGE = "/agency/"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def person(cast: Cast, role: Role) -> User:
    user = User.objects.get(pk=cast.viewer(cast.police, role).user_id)
    user.set_password(PASSWORD)
    user.save()
    return user


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def log_in(client: Client, user: User, password: str = PASSWORD) -> str:
    """Send the log-in form; where that leads."""
    answer = client.post("/accounts/login/", {"login": user.email, "password": password})
    return answer.headers.get("Location", "")


def set_up(client: Client) -> str:
    """Set up a second factor on its page, as a person does, with the password once more; the secret."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret: str = page.context["form"].secret
    done = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert done.status_code == 302, done.content.decode()
    return secret


@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_FACTOR))
def test_who_may_meet_victims_sets_up_a_second_factor_before_anything_else(
    cast: Cast, client: Client, role: Role
) -> None:
    log_in(client, person(cast, role))
    for path in (PAGE, "/tips/", "/jobs/", "/nothing-there/"):
        assert client.get(path).headers.get("Location") == "/accounts/2fa/totp/activate/", path
    set_up(client)
    assert client.get(PAGE).status_code == 200


def test_an_overseer_needs_none(cast: Cast, client: Client) -> None:
    log_in(client, person(cast, Role.OVERSEER))
    assert client.get(PAGE).status_code == 200


def test_with_a_second_factor_a_password_alone_opens_nothing(cast: Cast, client: Client) -> None:
    user = person(cast, Role.INVESTIGATOR)
    TOTP.activate(user, SECRET)
    assert log_in(client, user) == "/accounts/2fa/authenticate/"
    assert client.get(PAGE).headers["Location"].startswith("/accounts/login/")
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert client.get(PAGE).status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code(SECRET)})
    assert client.get(PAGE).status_code == 200


def test_the_secret_is_not_in_the_database_as_it_is(cast: Cast) -> None:
    user = person(cast, Role.INVESTIGATOR)
    TOTP.activate(user, SECRET)
    assert SECRET not in str(Authenticator.objects.get(user=user).data)


def test_a_session_begun_without_the_second_factor_ends_when_one_is_set_up(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flows.transaction, "on_commit", lambda act: act())  # as without a test's transaction around
    user, thief = person(cast, Role.INVESTIGATOR), Client()
    log_in(thief, user)
    log_in(client, user)
    set_up(client)
    assert client.get(PAGE).status_code == 200
    assert thief.get(PAGE).headers["Location"].startswith("/accounts/login/")


def test_a_changed_password_ends_other_sessions(cast: Cast, client: Client) -> None:
    user = person(cast, Role.OVERSEER)
    log_in(client, user)
    user.set_password("another long sentence")
    user.save()
    assert client.get(PAGE).status_code == 302


def test_guessing_passwords_is_slowed_even_for_the_right_one(cast: Cast, client: Client) -> None:
    user = person(cast, Role.OVERSEER)
    for _ in range(6):
        assert log_in(client, user, "wrong") == ""
    assert log_in(client, user) == ""
    assert client.get(PAGE).status_code == 302


def test_a_forgotten_password_is_set_anew_by_e_mail_and_an_unknown_address_answers_alike(
    cast: Cast, client: Client
) -> None:
    user = person(cast, Role.OVERSEER)
    known = client.post("/accounts/password/reset/", {"email": user.email}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@nowhere.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    letter = next(one for one in mail.outbox if one.to == [user.email])
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", letter.body)
    assert link
    form = client.get(link.group(1), follow=True)
    new = "an entirely new sentence"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert log_in(client, user, new) == "/"


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/"])
def test_nobody_makes_an_account_or_changes_its_address_alone(cast: Cast, client: Client, path: str) -> None:
    log_in(client, person(cast, Role.OVERSEER))
    assert client.get(path).status_code == 404
    assert client.post(path, {"email": "me@elsewhere.example"}).status_code == 404


def test_an_account_without_a_membership_is_told_so_and_shown_nothing(cast: Cast, client: Client) -> None:
    User.objects.create_user("loose@nowhere.example", PASSWORD, name="Loose")
    log_in(client, User.objects.get(email="loose@nowhere.example"))
    answer = client.get(PAGE)
    assert answer.status_code == 403
    assert "no agency" in answer.content.decode()
