"""Nothing comes from elsewhere, and nothing runs that the page's policy does not know."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

import manumit_desk
from tests.manumit_desk.shell.conftest import tree

pytestmark = pytest.mark.urls("tests.manumit_desk.shell.gallery")
DESK = Path(manumit_desk.__file__).parent
TEMPLATES = sorted(DESK.rglob("templates/**/*.html"))
OWN_STATIC = [
    path for path in DESK.rglob("static/**/*") if path.suffix in {".css", ".js"} and "vendor" not in path.parts
]
LOADS = {"src", "srcset", "poster", "data", "action", "formaction", "hx-get", "hx-post", "hx-put", "hx-delete"}
ELSEWHERE = re.compile(r"^\s*(?:[a-z]+:)?//", re.IGNORECASE)
LEADS_OUT = {"https://www.weather.gov"}


def elements(path: Path) -> BeautifulSoup:
    without_tags = re.sub(r"{%.*?%}|{#.*?#}", "", path.read_text(encoding="utf-8"))
    return BeautifulSoup(without_tags, "html.parser")


def named(path: Path) -> str:
    return str(path.relative_to(DESK))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_template_loads_anything_from_another_host(path: Path) -> None:
    for element in elements(path).find_all(True):
        loads = LOADS | ({"href"} if element.name in {"link", "use", "image", "base"} else set())
        assert not [value for name, value in element.attrs.items() if name in loads and ELSEWHERE.match(str(value))]


def test_no_template_leads_to_another_host_but_the_quick_exit() -> None:
    links = {str(link["href"]) for path in TEMPLATES for link in elements(path).find_all("a", href=True)}
    assert {link for link in links if ELSEWHERE.match(link)} == LEADS_OUT


@pytest.mark.parametrize("path", OWN_STATIC, ids=named)
def test_no_style_or_script_of_ours_names_another_host(path: Path) -> None:
    assert not re.search(r"https?://|@import|url\(\s*['\"]?//", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_template_holds_what_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for element in elements(path).find_all(True):
        assert not [name for name in element.attrs if name == "style" or name.startswith(("on", "hx-on"))]
    for opening in re.findall(r"<(?:script|style)\b[^>]*>", text):
        assert "src=" in opening or "nonce=" in opening or "application/json" in opening


@pytest.mark.parametrize("address", ["/parts/", "/public/", "/accounts/login/", "/nothing/"])
def test_every_page_carries_the_policy(address: str) -> None:
    policy = Client().get(address)["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_requests_of_htmx_carry_the_token() -> None:
    told = tree(Client().get("/form/")).body["hx-headers"]
    assert "X-CSRFToken" in told
