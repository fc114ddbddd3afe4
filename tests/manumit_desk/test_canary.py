"""The canary: every record holds words of its own; every page and call is read as everybody; no word shows to whom
handling forbids it.

What is forbidden says `oracle`, which shares no code with guard. New addresses and new kinds of records come in by
themselves; one that nobody has said how to fill fails here.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from manumit_desk.accounts.actions.tokens import make_token
from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.held import GuardedQuerySet, HeldObject
from tests.manumit_desk import oracle
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.addresses import HELD, Address, addresses, choices
from tests.manumit_desk.cast import Cast, make_cast
from tests.manumit_desk.marked import PHONE, WORD, Marked, make_marked

pytestmark = pytest.mark.django_db  # each test on top of what the module's fixture made

Leak = tuple[str, str, str, str]
"""Who saw it, where, whose record, of which handling."""


@pytest.fixture(scope="module")
def marked(django_db_setup: None, django_db_blocker: Any) -> Iterator[Marked]:
    """A desk full of marked records, made once, and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_marked(make_cast())
        transaction.set_rollback(True)


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line of the log while a test runs."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    keep, root = Keep(), logging.getLogger()
    level = root.level
    root.addHandler(keep)
    root.setLevel(logging.INFO)
    yield lines
    root.removeHandler(keep)
    root.setLevel(level)


def agencies(cast: Cast) -> list[Agency]:
    return [cast.police, cast.task_force, cast.shelter, cast.nation, cast.centre]


def read(answer: Any) -> str:
    """Everything that an answer holds: its body, and where it leads."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace") + str(answer.headers)


def leaks(marked: Marked, viewer: Viewer | None, where: str, text: str) -> list[Leak]:
    """The words in a text whose records this viewer may not see."""
    facts = [marked.facts[word] for word in set(WORD.findall(text.lower())) if word in marked.facts]
    who = f"{viewer.role} of {viewer.agency_name}" if viewer else "a stranger"
    return [
        (who, where, fact.owner.name, fact.handling)
        for fact in facts
        if viewer is None or not oracle.may_see(viewer, fact)
    ]


ONE_OF_EACH_SORT = (Role.ADVOCATE, Role.SUPERVISOR, Role.OVERSEER, Role.ADMINISTRATOR)
"""The police are read as every role; the other agencies as one of those that rules or pages tell apart."""
ONLY_SENT: set[str] = set()
"""Routes that answered that they are only for sending (405): reading them once is enough."""


def visit(
    marked: Marked, viewer: Viewer | None, get: Callable[[str], Any], paths: Sequence[str], found: list[Leak]
) -> int:
    """Read all these paths; how many answered with words that the viewer may see."""
    useful = 0
    for path in paths:
        answer = get(path)
        assert answer.status_code < 500, path
        if answer.status_code == 405:
            ONLY_SENT.add(answer.wsgi_request.resolver_match.route)
        text = read(answer)
        useful += bool(WORD.search(text.lower()))
        found += leaks(marked, viewer, path, text)
    return useful


def sample(marked: Marked, address: Address, viewer: Viewer | None, turn: Iterator[int]) -> list[str]:
    """Paths of an address: with a record that the viewer may see, and with those of agencies and handlings in turn."""
    if address.route in ONLY_SENT:
        return []
    if not address.is_of_objects:
        return [address.filled({name: choices(marked, name)[0] for name in address.arguments})]
    options = {name: choices(marked, name) for name in address.arguments}
    main = next(name for name in address.arguments if name in HELD or options[name])
    picked = _picked(marked, main, options[main], viewer, turn)
    return [
        address.filled({name: value if name == main else _beside(options, name, main, value) for name in options})
        for value in picked
    ]


def _picked(marked: Marked, name: str, values: list[Any], viewer: Viewer | None, turn: Iterator[int]) -> list[Any]:
    if name not in HELD:
        return values[:6]
    records = marked.records[HELD[name]]
    mine = [one.pk for one in records if viewer and oracle.may_see(viewer, marked.of_record[one.pk])]
    picked = [mine[next(turn) % len(mine)]] if mine else []
    start = next(turn)
    for agency in [agencies(marked.cast)[(start + step) % 5] for step in (0, 2)]:
        theirs = [one.pk for one in records if one.owner_id == agency.pk]
        picked += [theirs[next(turn) % len(theirs)]] if theirs else []
    return picked


def _beside(options: dict[str, list[Any]], name: str, main: str, value: Any) -> Any:
    """The argument beside the main one that belongs to the same record, where both list records in the same order."""
    values, among = options[name], options[main]
    return values[among.index(value) * len(values) // len(among)]


def test_every_kind_of_record_is_marked(marked: Marked) -> None:
    kinds = {model for model in apps.get_models() if issubclass(model, HeldObject)}
    assert kinds - set(marked.records) == set()
    owners = {(record.owner_id, record.handling) for record in marked.records[next(iter(marked.records))]}
    assert len(owners) == len(agencies(marked.cast)) * len(Handling.values)


def test_somebody_has_said_how_to_fill_every_address(marked: Marked) -> None:
    for address in addresses():
        assert all(choices(marked, name) is not None for name in address.arguments), address


@pytest.mark.parametrize("agency", range(5), ids=["police", "task force", "shelter", "nation", "centre"])
def test_no_list_page_shows_a_word_to_any_role_that_handling_forbids(
    marked: Marked, logged: list[str], agency: int
) -> None:
    cache.clear()
    found: list[Leak] = []
    lists = [one for one in addresses() if not one.is_of_objects]
    secret = next(iter(marked.facts))
    paths = [path for one in lists for path in sample(marked, one, None, count())]
    paths += [f"/search/?q={secret}", f"/search/?q={PHONE.replace('+', '%2B')}", "/tips/?view=all", "/cases/?q=zq"]
    for role in Role if agency == 0 else ONE_OF_EACH_SORT:
        viewer = marked.cast.viewer(agencies(marked.cast)[agency], role)
        useful = visit(marked, viewer, logged_in(viewer).get, paths, found)
        assert useful or not viewer.works_with_records
    assert found == []
    assert WORD.findall(" ".join(logged).lower()) == []


@pytest.mark.parametrize("agency", range(5), ids=["police", "task force", "shelter", "nation", "centre"])
def test_no_page_of_a_record_shows_a_word_to_whom_handling_forbids_it(
    marked: Marked, logged: list[str], agency: int
) -> None:
    found: list[Leak] = []
    viewer = marked.cast.viewer(agencies(marked.cast)[agency])
    client, turn = logged_in(viewer), count(agency)
    paths = [path for one in addresses() if one.is_of_objects for path in sample(marked, one, viewer, turn)]
    assert visit(marked, viewer, client.get, paths, found) > 20
    assert found == []
    assert WORD.findall(" ".join(logged).lower()) == []


def test_a_stranger_and_an_overseer_see_no_word_of_any_record(marked: Marked) -> None:
    found: list[Leak] = []
    overseer = marked.cast.viewer(marked.cast.police, Role.OVERSEER)
    for viewer, client in ((None, Client()), (overseer, logged_in(overseer))):
        turn = count()
        paths = [path for one in addresses() for path in sample(marked, one, viewer, turn)[:3]]
        visit(marked, viewer, client.get, paths, found)
    assert found == []


@pytest.mark.parametrize("codes", [["agency"], ["open"], list(Handling.values)], ids=str)
def test_no_call_shows_a_word_outside_the_token(marked: Marked, codes: list[str]) -> None:
    cache.clear()
    found: list[Leak] = []
    at = timezone.now()
    for maker in (marked.cast.detective, marked.cast.advocate, marked.cast.analyst):
        until = timezone.localdate(at) + timedelta(days=1)
        token, secret = make_token(name="t", handlings=codes, until_date=until, viewer=maker, at=at)
        viewer = Viewer.of(token.membership, has_second_factor=True, handlings=frozenset(codes))
        turn = count()
        calls = [one for one in addresses() if one.route.startswith("api/")]
        paths = [path for one in calls for path in sample(marked, one, viewer, turn)]
        paths += [f"/api/search/?q={next(iter(marked.facts))}", "/api/tips/?view=all"]
        bearer = {"Authorization": f"Bearer {secret}"}
        visit(marked, viewer, lambda path, bearer=bearer: Client().get(path, headers=bearer), paths, found)  # type: ignore[misc]
    assert found == []


def test_no_e_mail_holds_a_word_of_a_record(marked: Marked) -> None:
    letters = " ".join(f"{one.subject} {one.body} {one.to}" for one in mail.outbox)
    assert WORD.findall(letters.lower()) == []


@contextmanager
def blind(path: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Guard forgets who looks, on one page only."""
    sees, here = GuardedQuerySet.visible_to, [""]
    call = Client.get

    def get(client: Client, wanted: str, *args: Any, **more: Any) -> Any:
        here[0] = wanted
        return call(client, wanted, *args, **more)

    with monkeypatch.context() as broken:
        broken.setattr(Client, "get", get)
        broken.setattr(
            GuardedQuerySet,
            "visible_to",
            lambda query, viewer: query.for_system() if here[0] == path else sees(query, viewer),
        )
        yield


def test_it_bites_when_one_page_forgets_who_looks(marked: Marked, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = marked.cast.detective
    theirs = next(one for one in marked.records[Case] if (one.owner, one.handling) == (marked.cast.shelter, "agency"))
    pages = ["/cases/", f"/cases/{theirs.pk}/", "/hits/"]
    for broken in ("", *pages[:2]):
        found: list[Leak] = []
        with blind(broken, monkeypatch):
            visit(marked, viewer, logged_in(viewer).get, pages, found)
        assert {where for _, where, _, _ in found} == ({broken} if broken else set())
