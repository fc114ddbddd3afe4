"""The shell in a real browser: usable by everybody, within its policy, from the keyboard, and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, Route

AXE = Path(__file__).resolve().parents[3] / "build" / "for_tests" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ["/parts/", "/form/", "/confirm/", "/public/", "/job/done/", "/nothing/", "/often/", "/accounts/login/"]
PAGES += ["/accounts/password/reset/", "/accounts/signup/"]

pytestmark = pytest.mark.urls("tests.manumit_desk.shell.gallery")


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """Where the gallery's pages are served. They need no database: that it is closed to these tests proves it."""
    thread = LiveServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://localhost:{thread.port}"
    thread.terminate()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new window, whose complaints about the policy fail the test."""
    context = browser.new_context()
    shown = context.new_page()
    complaints: list[str] = []
    shown.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    yield shown
    context.close()
    assert complaints == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_usable_by_everybody_also_on_a_phone(served: str, page: Page, address: str) -> None:
    page.goto(served + address)
    assert violations(page) == []
    page.set_viewport_size({"width": 400, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("address", ["/form/", "/public/"])
def test_a_form_with_errors_is_usable_and_the_keyboard_stands_at_the_errors(
    served: str, page: Page, address: str
) -> None:
    page.goto(served + address)
    page.click("main form button")
    assert page.evaluate("document.activeElement.classList.contains('desk-summary')")
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#id_name"
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_a_browser_sends_a_form_with_an_origin_that_is_accepted(served: str, page: Page) -> None:
    page.goto(served + "/form/")
    page.fill("[name=name]", "Somebody")
    with page.expect_response("**/form/") as answered:
        page.click("main form button")
    assert answered.value.status == 200
    assert page.input_value("[name=name]") == "Somebody"


def test_the_first_key_leads_past_the_header(served: str, page: Page) -> None:
    page.goto(served + "/parts/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_form_works_without_javascript(served: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(served + "/public/")
    shown.fill("[name=name]", "Ana")
    shown.click("main form button")
    assert shown.input_value("[name=name]") == "Ana"
    assert shown.is_visible("#id_email_error")
    context.close()


def leaving(page: Page) -> list[str | None]:
    """Answers for the page that the exit leads to, and notes what it learned of where the caller was."""
    referrers: list[str | None] = []

    def answer(route: Route) -> None:
        referrers.append(route.request.headers.get("referer"))
        route.fulfill(body="<h1>Weather</h1>", content_type="text/html")

    page.route("https://www.weather.gov/**", answer)
    return referrers


@pytest.mark.parametrize("way", ["click", "keyboard"])
def test_the_quick_exit_leaves_no_page_to_come_back_to(served: str, page: Page, way: str) -> None:
    referrers = leaving(page)
    page.goto(served + "/bare/")
    page.goto(served + "/public/")
    page.fill("[name=story]", "They keep our papers.")
    if way == "click":
        page.click("[data-quick-exit]")
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.weather.gov/**")
    assert referrers == [None]
    page.go_back()
    assert page.url == served + "/bare/"


def test_one_escape_alone_does_not_leave(served: str, page: Page) -> None:
    page.goto(served + "/public/")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert page.url == served + "/public/"


def test_the_quick_exit_works_without_javascript(served: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    referrers = leaving(shown)
    shown.goto(served + "/public/")
    shown.click("[data-quick-exit]")
    shown.wait_for_url("https://www.weather.gov/**")
    assert referrers == [None]
    context.close()


def test_printing_shows_the_content_and_not_the_frame(served: str, page: Page) -> None:
    page.goto(served + "/parts/")
    page.emulate_media(media="print")
    assert page.is_visible("h1")
    assert not page.is_visible(".usa-pagination")
    assert not page.is_visible(".desk-filters button")
