"""One story, as two agencies live it: a tip in Spanish, a hit, a disclosure, a joint case, and a victim kept apart."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Desk

PHONE = "504 555 0142"
GIVEN, FAMILY = "Marisol", "Quetzal"
"""Whom the other agency must not see."""
PICTURES = os.environ.get("MANUMIT_PICTURES")
"""A folder for screenshots; those of the README are made so."""


def keep_picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def test_a_tip_meets_another_agencys_case_and_a_victim_stays_unseen(desk: Desk) -> None:
    harbor = desk.log_in(desk.cast.agent.email)
    case = open_case(harbor, "Motel on Route 9")
    add_party(harbor, case, "contact/contact", value=PHONE)

    reference = tell_in_spanish(desk)

    rivera = desk.log_in(desk.cast.detective.email)
    make_case_of_tip(rivera, reference)
    disclose(rivera, "Harbor County Task Force", "We have a tip on the same number. Call us.")
    disclose(harbor, "Rivera City Police", "Same motel, we think.")
    expect(harbor.get_by_text("We have a tip on the same number")).to_be_visible()

    work_jointly(harbor, case, "Rivera City Police")
    add_party(harbor, case, "person/victim", given_name=GIVEN, family_name=FAMILY)
    harbor.goto(case)
    expect(harbor.get_by_text(FAMILY).first).to_be_visible()
    keep_picture(harbor, "case-of-the-owner")

    rivera.goto(case)
    expect(rivera.get_by_role("heading", name="Motel on Route 9")).to_be_visible()
    assert FAMILY not in rivera.content()
    keep_picture(rivera, "case-of-the-partner")
    rivera.goto("/search/?words=Quetzal")
    assert rivera.get_by_role("link", name="Quetzal").count() == 0


def open_case(page: Page, title: str) -> str:
    """Open a case; returns its address."""
    page.goto("/cases/new/")
    page.locator("[name=title]").fill(title)
    page.locator("[name=kind]").select_option("task_force")
    page.locator("main form button.usa-button").first.click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    return page.url


def add_party(page: Page, case: str, what: str, **fields: str) -> None:
    """Add somebody or something to a case."""
    page.goto(f"{case}add/{what}/")
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("main form button.usa-button").first.click()
    expect(page.locator("[role=alert].usa-alert--error")).to_have_count(0)
    expect(page).not_to_have_url(f"{case}add/{what}/")


def tell_in_spanish(desk: Desk) -> str:
    """Tell of a motel, on a phone, in Spanish; returns the tip's reference."""
    page = desk.page(NARROW, locale="es-MX")
    page.goto("/tips/tell/")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.locator("[name=what_happened]").fill("En el motel hay muchachas que no pueden salir.")
    page.locator("[name=state]").select_option("TX")
    page.locator("details.tips-more summary").nth(1).click()
    page.locator("[name=contacts_text]").fill(PHONE)
    choose(page, "may_tell_police", "yes")
    keep_picture(page, "tip-in-spanish")
    page.locator("main form button.usa-button").last.click()
    reference = page.get_by_text("T-").first
    expect(reference).to_be_visible()
    keep_picture(page, "tip-was-told")
    return next(word.strip(".,") for word in reference.inner_text().split() if word.startswith("T-"))


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of several answers by its label, as a person does."""
    button = page.locator(f"[name={name}][value={value}]")
    page.locator(f"label[for={button.get_attribute('id')}]").click()


def make_case_of_tip(page: Page, reference: str) -> None:
    """Take the tip from the queue and make a case of it."""
    page.goto("/tips/")
    keep_picture(page, "tips-queue")
    page.get_by_role("link", name=reference).first.click()
    page.get_by_role("button", name="Assign to me").click()
    keep_picture(page, "tip")
    page.get_by_role("link", name="Make a case").click()
    page.locator("[name=title]").fill("Tip about a motel")
    page.locator("main form button.usa-button").first.click()
    expect(page.get_by_role("heading", name="Tip about a motel")).to_be_visible()


def disclose(page: Page, other: str, message: str) -> None:
    """Answer the hit with another agency, and see only whom to call."""
    page.goto("/")
    keep_picture(page, f"today-before-{other[:6].lower()}")
    page.goto("/hits/")
    page.get_by_role("link", name=other).first.click()
    expect(page.get_by_text("Duty officer")).to_be_visible()
    choose(page, "answer", "disclosed")
    page.locator("[name=message]").fill(message)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("You answered")).to_be_visible()
    keep_picture(page, f"hit-with-{other[:6].lower()}")


def work_jointly(page: Page, case: str, partner: str) -> None:
    """Let another agency work on the case too."""
    page.goto(f"{case}join/")
    page.locator("[name=agency]").select_option(label=partner)
    page.locator("main form button.usa-button").first.click()
    expect(page.get_by_text(partner).first).to_be_visible()


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, NARROW], ids=["wide", "narrow"])
def test_quick_exit_leaves_at_once_and_nothing_stays_behind(desk: Desk, size: dict[str, int]) -> None:
    page = desk.page(size)
    page.goto("/tips/tell/")
    leave = page.get_by_role("link", name="Quick exit")
    expect(leave).to_be_visible()
    address = leave.get_attribute("href")
    assert address is not None
    assert address.startswith("https://")
