"""Log-in and what belongs to it, in the desk's own words."""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from manumit_desk.agencies.models import User
from manumit_desk.agencies.viewer import Viewer
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.shell.conftest import PASSWORD, tree

pytestmark = pytest.mark.urls("tests.manumit_desk.shell.gallery")
FOR_STRANGERS = ["login", "password/reset", "password/reset/done", "inactive", "signup"]
FOR_MEMBERS = ["logout", "password/change", "reauthenticate", "2fa", "2fa/webauthn", "2fa/totp/deactivate"]


@pytest.mark.parametrize("page", FOR_STRANGERS)
def test_a_page_for_strangers_is_in_our_words_without_navigation(db: None, page: str) -> None:
    shown = tree(Client().get(f"/accounts/{page}/"))
    assert shown.find(class_="desk-header")
    assert shown.nav is None
    assert "Sign" not in shown.main.get_text()


@pytest.mark.parametrize("page", FOR_MEMBERS)
def test_a_page_about_ones_account_is_in_our_words(cast: Cast, log_in: Callable[[Viewer], Client], page: str) -> None:
    shown = tree(log_in(cast.detective).get(f"/accounts/{page}/", follow=True))
    assert shown.h1
    assert "Sign" not in shown.main.get_text()
    assert "uthentication" not in shown.main.get_text()


def test_nobody_signs_up_alone(db: None) -> None:
    data = {"email": "new@else.example", "password1": "correct horse battery"}
    Client().post("/accounts/signup/", data)
    assert not User.objects.exists()
    assert "administrator of accounts" in tree(Client().get("/accounts/signup/")).main.get_text()


def test_a_wrong_password_keeps_the_address_and_tells_not_which_was_wrong(cast: Cast) -> None:
    member = cast.detective
    sent = [{"login": login, "password": "wrong"} for login in (member.email, "nobody@else.example")]
    known, unknown = (tree(Client().post("/accounts/login/", data)) for data in sent)
    assert known.find(attrs={"name": "login"})["value"] == member.email
    assert known.find(class_="desk-summary").get_text() == unknown.find(class_="desk-summary").get_text()


@pytest.fixture
def user_with_password(cast: Cast) -> User:
    user = User.objects.get(pk=cast.detective.user_id)
    user.set_password(PASSWORD)
    user.save()
    return user


def test_who_has_no_second_factor_yet_is_told_why_and_how(user_with_password: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": user_with_password.email, "password": PASSWORD})
    asked = client.get("/tips/", follow=True)
    assert "Is it you?" in tree(asked).main.get_text()
    answer = {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"}
    shown = client.post("/accounts/reauthenticate/", answer, follow=True)
    assert "Your role may see victims’ records" in tree(shown).main.get_text()


def test_an_e_mail_for_a_new_password_says_nothing_of_the_person(
    cast: Cast, user_with_password: User, mailoutbox: list[EmailMessage]
) -> None:
    Client().post("/accounts/password/reset/", {"email": user_with_password.email})
    (mail,) = mailoutbox
    assert "Choose it here" in mail.body
    assert user_with_password.name not in mail.body
    assert cast.police.name not in mail.body


def test_an_e_mail_to_an_address_without_account_invites_nobody(db: None, mailoutbox: list[EmailMessage]) -> None:
    Client().post("/accounts/password/reset/", {"email": "nobody@else.example"})
    assert all("sign up" not in mail.body.lower() for mail in mailoutbox)
