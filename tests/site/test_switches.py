"""The switches in a page's head: code and Chinese names, hidden by who does not want them."""

import re
from typing import Any

import pytest
from browser import OpenPage, axe
from playwright.sync_api import Page, expect

CHAPTER = "chapters/losses-from-likelihoods.html"
HIDDEN = {"code": ".cell_input, .lb-code", "chinese": ".lb-chinese"}


def seen(page: Page, selector: str) -> int:
    """Return how many elements are laid out."""
    return int(
        page.eval_on_selector_all(selector, "all => all.filter((e) => e.checkVisibility()).length")
    )


@pytest.mark.parametrize("name", HIDDEN)
def test_a_switch_hides_by_keyboard_and_is_remembered(open_page: OpenPage, name: str) -> None:
    page = open_page(CHAPTER)
    button = page.locator(f"[data-lb-switch={name}]")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert seen(page, HIDDEN[name]) > 10
    button.focus()
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert seen(page, HIDDEN[name]) == 0
    assert axe(page, ["color-contrast", "button-name", "aria-allowed-attr"]) == []
    page.goto(page.url.replace("losses-from-likelihoods", "margins"))
    expect(button).to_have_attribute("aria-pressed", "false")
    assert seen(page, HIDDEN[name]) == 0
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert seen(page, HIDDEN[name]) > 10


@pytest.mark.parametrize("name", HIDDEN)
def test_nothing_flashes_when_a_page_is_opened(open_page: OpenPage, name: str) -> None:
    """What was hidden is hidden before the page's scripts are there."""
    page = open_page(CHAPTER)
    page.locator(f"[data-lb-switch={name}]").click()
    early: list[int] = []

    def late(route: Any) -> None:
        # Nothing is drawn before the style sheet is there.
        page.wait_for_function(
            "() => [...document.querySelectorAll('link[rel=stylesheet]')].every((e) => e.sheet)"
        )
        early.append(seen(page, HIDDEN[name]))
        route.continue_()

    page.route("**/lossbook.js*", late)
    page.reload()
    assert early == [0]


def test_a_page_has_the_switches_it_needs(open_page: OpenPage) -> None:
    page = open_page("chapters/glossary.html")
    assert page.locator("[data-lb-switch]").count() == 0
    assert re.search("[\u3400-\u9fff]", page.locator("article").inner_text())


def test_without_scripts_no_switch_is_shown(open_page: OpenPage) -> None:
    page = open_page(CHAPTER, java_script_enabled=False)
    assert page.locator("[data-lb-switch=code]").is_hidden()


def test_a_link_to_a_claim_opens_what_shows_it(open_page: OpenPage) -> None:
    page = open_page("chapters/ledger.html")
    page.locator("tr.lb-claim a").nth(3).click()
    page.wait_for_url("**/chapters/*.html#claim-*")
    expect(page.locator(".lb-evidence:target > details.lb-how")).to_have_attribute("open", "")
    assert page.locator("details.lb-how[open]").count() == 1
