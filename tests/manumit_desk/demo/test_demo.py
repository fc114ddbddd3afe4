"""The made-up desk: loaded once, never beside real people, and its codes open made-up accounts only."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from manumit_desk.agencies.models import Agency, AgencyKind, User
from manumit_desk.agencies.roles import Role
from manumit_desk.cases.models import Case
from manumit_desk.demo.agencies import PASSWORD
from manumit_desk.guard import audit
from manumit_desk.registry.models import Hit, Mention
from manumit_desk.tips.models import Tip
from tests.manumit_desk.cast import Cast


def run(command: str, *arguments: str) -> str:
    said = StringIO()
    call_command(command, *arguments, stdout=said)
    return said.getvalue()


def test_it_fills_an_empty_desk_with_which_one_can_log_in_and_work(db: None, client: Client) -> None:
    said = run("load_demo")
    assert PASSWORD in said
    assert "made up" in said
    assert set(Agency.objects.values_list("kind", flat=True)) == set(AgencyKind.values)
    assert set(Role) == {Role(role) for role in User.objects.values_list("memberships__role", flat=True)}
    assert Tip.all_objects.filter(language="es").exists()
    assert Hit.objects.filter(state="open").count() > 20
    assert audit.verify().faults == ()
    email = "investigator@rcpd.example"
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": run("one_time_code", email).strip()})
    assert client.get("/cases/").status_code == 200
    before = (Tip.all_objects.count(), Case.all_objects.count(), User.objects.count())
    assert run("load_demo", "--mentions", "50") == said
    assert (Tip.all_objects.count(), Case.all_objects.count() - 1, User.objects.count()) == before
    assert Mention.all_objects.filter(source_kind="cases.casenote").count() == 50


def test_it_refuses_to_run_beside_real_accounts_and_gives_no_code_for_them(cast: Cast) -> None:
    assert cast.detective.email
    with pytest.raises(CommandError):
        run("load_demo")
    assert not User.objects.filter(is_demo=True).exists()
    for email in (cast.detective.email, "nobody@nowhere.example"):
        with pytest.raises(CommandError):
            run("one_time_code", email)
