"""axe-core finds no fault on any page: for those who log in, and for those who cannot."""

from collections.abc import Iterator, Sequence
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from manumit_desk.agencies.models import User
from manumit_desk.agencies.roles import Role
from tests.browser.conftest import NARROW, WIDE, Desk, faults_of
from tests.manumit_desk.addresses import Address, addresses, choices
from tests.manumit_desk.marked import Marked, make_marked

MOST_TRIED = 12
"""Values of an argument that are tried until one gives a page."""


def pages_for(client: Client, marked: Marked, some: Sequence[Address]) -> Iterator[str]:
    """One path for each address at which this client gets a page."""
    for address in some:
        for path in _paths(marked, address):
            answer = client.get(path)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                yield path
                break


def _paths(marked: Marked, address: Address) -> list[str]:
    options = {name: choices(marked, name)[:MOST_TRIED] for name in address.arguments}
    if not all(options.values()):
        return []
    longest = max((len(values) for values in options.values()), default=1)
    return [
        address.filled({name: values[number % len(values)] for name, values in options.items()})
        for number in range(longest)
    ]


@pytest.mark.parametrize("half", [0, 1])
def test_no_page_has_a_fault_for_a_supervisor(desk: Desk, half: int) -> None:
    marked = make_marked(desk.cast)
    call_command("load_plan", verbosity=0, stdout=StringIO())
    email = desk.cast.viewer(desk.cast.police, Role.SUPERVISOR).email
    page = desk.be(email)
    client = Client()
    client.force_login(User.objects.get(email=email))
    paths = list(pages_for(client, marked, addresses()[half::2]))
    assert len(paths) > 30
    faults = {}
    for path in paths:
        page.goto(path)
        faults[path] = faults_of(page)
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_public_page_has_a_fault(desk: Desk, size: dict[str, int], language: str) -> None:
    page = desk.page(size, locale=language)
    faults = {}
    for path in ("/tips/tell/", "/tips/follow/", "/accounts/login/", "/accounts/password/reset/", "/nowhere/"):
        page.goto(path)
        faults[path] = faults_of(page)
    assert {path: found for path, found in faults.items() if found} == {}


def test_a_page_with_a_fault_is_found(desk: Desk) -> None:
    page = desk.page()
    page.set_content("<html lang='en'><title>x</title><main><h1>x</h1><img src='x.png'></main></html>")
    assert any("image-alt" in fault for fault in faults_of(page))
