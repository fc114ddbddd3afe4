"""Administrators look after the members of their own agency, and of no other."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from manumit_desk.agencies.models import Agency, Membership, Token, User
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.models import AuditEvent
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.cast import Cast

NEW = {"email": "New@Police.example", "name": "New Person", "role": "investigator", "from_date": "2026-01-01"}


@pytest.fixture
def admin(cast: Cast) -> Client:
    return logged_in(cast.viewer(cast.police, Role.ADMINISTRATOR))


def membership_of(viewer: Viewer) -> Membership:
    return Membership.objects.get(pk=viewer.membership_id)


def test_a_new_member_is_told_by_e_mail_and_chooses_a_password(
    cast: Cast, admin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post("/agency/members/new/", NEW).status_code == 302
    member = Membership.objects.get(user__email="new@police.example")
    assert (member.agency, member.role) == (cast.police, "investigator")
    link = re.search(r"(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    stranger = Client()
    form = stranger.get(link.group(1), follow=True)
    words = "five made up words here"
    stranger.post(form.redirect_chain[-1][0], {"password1": words, "password2": words})
    assert User.objects.get(pk=member.user_id).check_password(words)
    assert AuditEvent.objects.filter(action="add member").exists()


def test_somebody_with_an_account_becomes_a_member_and_keeps_their_name(cast: Cast, admin: Client) -> None:
    known = User.objects.get(pk=cast.agent.user_id)
    assert admin.post("/agency/members/new/", NEW | {"email": known.email}).status_code == 302
    known.refresh_from_db()
    assert known.name == "Investigator"
    assert known.memberships.count() == 2


def test_the_same_role_twice_is_refused_beside_the_field_and_what_was_typed_is_kept(cast: Cast, admin: Client) -> None:
    admin.post("/agency/members/new/", NEW)
    again = admin.post("/agency/members/new/", NEW)
    assert again.status_code == 200
    assert "already has this role" in again.content.decode()
    assert 'value="New Person"' in again.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "x"}, "email"),
        ({"role": "king"}, "role"),
        ({"name": ""}, "name"),
        ({"until_date": "2020-01-01"}, "until_date"),
    ],
)
def test_a_bad_field_is_named(admin: Client, change: dict[str, str], field: str) -> None:
    answer = admin.post("/agency/members/new/", NEW | change)
    assert list(answer.context["form"].errors) == [field]


def test_ending_a_membership_ends_access_and_tokens_at_once(cast: Cast, admin: Client) -> None:
    member = membership_of(cast.detective)
    detective = logged_in(cast.detective)
    assert detective.get("/agency/").status_code == 200
    token = Token.objects.create(
        membership=member, name="t", digest="d", made_at="2026-01-01T00:00Z", expires_at="2999-01-01T00:00Z"
    )
    admin.post(f"/agency/members/{member.pk}/end/")
    assert detective.get("/agency/").status_code == 403
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_nobody_ends_or_extends_their_own_membership(cast: Cast, admin: Client) -> None:
    own = membership_of(cast.viewer(cast.police, Role.ADMINISTRATOR))
    admin.post(f"/agency/members/{own.pk}/end/")
    admin.post(f"/agency/members/{own.pk}/", {"from_date": "2020-01-01", "until_date": "2999-01-01"})
    own.refresh_from_db()
    assert own.until_date is None


def test_dates_of_a_membership_can_be_changed(cast: Cast, admin: Client) -> None:
    member = membership_of(cast.detective)
    admin.post(f"/agency/members/{member.pk}/", {"from_date": "2020-01-01", "until_date": "2999-01-01"})
    member.refresh_from_db()
    assert str(member.until_date) == "2999-01-01"


def test_a_lost_second_factor_is_reset_and_the_person_told(
    cast: Cast, admin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    member = membership_of(cast.detective)
    detective = logged_in(cast.detective)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(f"/agency/members/{member.pk}/second-factor/")
    assert not member.user.authenticator_set.exists()
    assert detective.get("/agency/").headers["Location"].startswith("/accounts/login/")
    assert mail.outbox[-1].to == [member.user.email]


def test_only_the_agency_that_a_person_first_belonged_to_resets_their_second_factor(cast: Cast, admin: Client) -> None:
    user = User.objects.get(pk=cast.agent.user_id)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    guest = Membership.objects.create(user=user, agency=cast.police, role=Role.ANALYST, from_date="2021-01-01")
    admin.post(f"/agency/members/{guest.pk}/second-factor/")
    assert user.authenticator_set.exists()


@pytest.mark.parametrize("page", ["", "end/", "second-factor/"])
def test_another_agencys_members_are_not_there(cast: Cast, admin: Client, page: str) -> None:
    theirs, own = membership_of(cast.agent), membership_of(cast.detective)
    assert admin.get(f"/agency/members/{own.pk}/{page}").status_code == 200
    for number in (theirs.pk, 10**9):
        assert admin.get(f"/agency/members/{number}/{page}").status_code == 404
        assert admin.post(f"/agency/members/{number}/{page}").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_members_are_for_administrators(cast: Cast, role: Role) -> None:
    client = logged_in(cast.viewer(cast.police, role))
    member = membership_of(cast.agent if role == Role.INVESTIGATOR else cast.detective)
    for page in ("", "new/", f"{member.pk}/"):
        assert client.get(f"/agency/members/{page}").status_code == 404


def test_the_contact_is_what_other_agencies_learn(cast: Cast, admin: Client) -> None:
    admin.post("/agency/contact/", {"name": "Desk", "phone": "555 0199", "email": "d@police.example"})
    assert Agency.objects.get(pk=cast.police.pk).contact_phone == "555 0199"
    assert logged_in(cast.detective).post("/agency/contact/", {"name": "x"}).status_code == 404


def test_somebody_with_two_memberships_switches_between_them_and_to_no_other(cast: Cast) -> None:
    user = User.objects.get(pk=cast.detective.user_id)
    other = Membership.objects.create(user=user, agency=cast.nation, role=Role.ANALYST, from_date="2021-01-01")
    client = logged_in(cast.detective)
    assert "Rivera City Police" in client.get("/agency/").content.decode()
    client.post("/agency/switch/", {"membership": other.pk})
    assert "<h1>Pine Nation Police</h1>" in client.get("/agency/").content.decode()
    for wrong in (membership_of(cast.agent).pk, "x", ""):
        assert client.post("/agency/switch/", {"membership": wrong}).status_code == 404


def test_a_first_installation_is_made_from_the_command_line(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io
    import sys

    call_command("create_agency", name="Lake Police", short_name="LPD", kind="local", state="mi", law_enforcement=True)
    with pytest.raises(CommandError):
        call_command("create_agency", name="Lake Police", short_name="LPD2", kind="local")
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError):
        call_command("create_administrator", agency="LPD", email="a@lake.example", name="A")
    monkeypatch.setattr(sys, "stdin", io.StringIO("a long made-up sentence\n"))
    call_command("create_administrator", agency="LPD", email="a@lake.example", name="A")
    assert Membership.objects.get(user__email="a@lake.example").role == Role.ADMINISTRATOR
    with pytest.raises(CommandError):
        call_command("create_administrator", agency="none", email="b@lake.example", name="B")
