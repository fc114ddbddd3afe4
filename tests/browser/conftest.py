"""A real browser on a desk that runs: Debian's Chromium, driven by Playwright."""

import os
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from manumit_desk.agencies.models import User
from tests.manumit_desk.cast import Cast, make_cast

# Playwright has an event loop in this thread; the test's own look into the database is no danger to it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
PASSWORD = "correct horse battery staple"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 400, "height": 800}
AXE = Path(__file__).parents[2] / "build" / "for_tests" / "axe.min.js"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(live_server: LiveServer, cast: Cast, browser: Browser) -> "Desk":
    return Desk(live_server.url, cast, browser)


class Desk:
    """The desk as people reach it."""

    def __init__(self, address: str, cast: Cast, browser: Browser) -> None:
        self.address, self.cast, self.browser = address, cast, browser
        self._opened: list[BrowserContext] = []

    def page(self, size: dict[str, int] = WIDE, locale: str = "en-US") -> Page:
        """A new browser, at nobody's account."""
        context = self.browser.new_context(base_url=self.address, viewport=size, locale=locale)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        self._opened.append(context)
        return context.new_page()

    def account(self, email: str) -> str:
        """Give somebody a password and a second factor; returns the secret of its one-time codes."""
        user = User.objects.get(email=email)
        user.set_password(PASSWORD)
        user.save()
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(user, secret)
        return str(secret)

    def log_in(self, email: str) -> Page:
        """Log in as a person does: password, then the code of the moment."""
        secret = self.account(email)
        page = self.page()
        page.goto("/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        counter = next(iter(totp.yield_hotp_counters_from_time()))
        page.get_by_label("code").fill(totp.format_hotp_value(totp.hotp_value(secret, counter)))
        page.get_by_role("button", name="Log in").click()
        return page

    def be(self, email: str, size: dict[str, int] = WIDE) -> Page:
        """A browser that is logged in already."""
        self.account(email)
        client = Client()
        client.force_login(User.objects.get(email=email))
        page = self.page(size)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.address}])
        return page


def faults_of(page: Page) -> list[str]:
    """What axe-core finds wrong with a page for people who do not see, hear or point; nothing if all is well."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:160]})" for one in found]
