"""axe finds nothing on any type of page, however it is shown; no page is wider than its window."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import Page

from tests.accessibility._in_page import OVERLAPS, TOO_WIDE, TOUCHING
from tests.accessibility._page_types import PAGES, is_machines, route_of
from tests.conftest import tab_on
from tests.whole_site.test_canaries import PUBLIC

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SAID = """.then(({ violations }) => violations.map(
  ({ id, nodes }) => `${id} ${nodes.map((each) => each.target.join(" ")).join(", ")}`))"""
# No page has sound, for which alone axe would fetch what the page is made of.
BARE = {"resultTypes": ["violations"], "preload": False}
ALL = f"axe.run({json.dumps({**BARE, 'runOnly': TAGS})}){SAID}"
# What colours and the width between the widest and the narrowest can change.
OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
LOOKS = f"axe.run({json.dumps({**BARE, 'runOnly': OF_LOOKS})}){SAID}"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
# What is left of 1280 px at a zoom of 200 %.
HALF = {"width": 640, "height": 800}
# Each width, each scheme and paper once with every rule, where they are likeliest to differ.
MODES = {
    "light": (WIDE, {"color_scheme": "light", "media": "screen"}, ALL),
    "dark": (WIDE, {"color_scheme": "dark", "media": "screen"}, LOOKS),
    "light, 320 px": (NARROW, {"color_scheme": "light", "media": "screen"}, LOOKS),
    "dark, 320 px": (NARROW, {"color_scheme": "dark", "media": "screen"}, ALL),
    "print": (WIDE, {"color_scheme": "light", "media": "print"}, ALL),
}
STATUS = {"withdrawn": 410, "withdrawn edition": 410, "run out": 410, "not there": 404}
STATUS["history of what was withdrawn"] = 410


def test_every_public_page_has_its_place_in_the_list():
    listed = {route_of(address) for address in PAGES.values()}
    for name in PUBLIC:
        assert (name in listed) != is_machines(name), (
            f"Add {name} to tests/accessibility/_page_types.py"
        )


@pytest.fixture(scope="module")
def tab(browser, public_site) -> Iterator[Page]:
    with tab_on(browser, public_site) as tab:
        yield tab


def shown(tab: Page, size: Any, **media: Any) -> None:
    tab.set_viewport_size(size)
    tab.emulate_media(**media)


def fit(tab: Page) -> list[str]:
    """What does not fit the window as it is."""
    faults: list[str] = tab.evaluate(TOO_WIDE) + tab.evaluate(TOUCHING)
    return faults


def faults_of(tab: Page) -> list[str]:
    """Of the page as it stands, in each mode."""
    tab.evaluate(Axe().axe_script)
    faults = []
    for mode, (size, media, script) in MODES.items():
        shown(tab, size, **media)
        faults += [f"{mode}: {each}" for each in tab.evaluate(script) + fit(tab)]
    shown(tab, HALF, color_scheme="light", media="screen")
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    doubled = tab.evaluate(TOO_WIDE) + tab.evaluate(OVERLAPS)
    return faults + [f"text twice as large: {each}" for each in doubled]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_all_text_fits(tab, name):
    answer = tab.goto(PAGES[name])
    assert answer.status == STATUS.get(name, 200)
    faults = faults_of(tab)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("name", "button"), [("ask", "Send"), ("login", "Sign in")])
def test_axe_finds_nothing_on_a_form_that_was_refused(tab, name, button):
    tab.goto(PAGES[name])
    for field in tab.locator("main form:not([novalidate]) [required]").all():
        field.fill("x")
    tab.locator("main").get_by_role("button", name=button).click()
    tab.get_by_role("alert").wait_for()
    assert faults_of(tab) == []


def test_axe_finds_nothing_on_a_sample_site(tab, settings):
    settings.SAMPLE_SITE = True
    tab.goto(PAGES["everything in a text"])
    assert tab.get_by_text("Sample content, not medical advice.").is_visible()
    assert faults_of(tab) == []


def test_axe_finds_nothing_where_the_signature_does_not_hold(tab, monkeypatch):
    monkeypatch.setattr("editorial.proof.digest_of", lambda content: "0" * 64)
    for name in ("everything in a text", "articles", "article's history"):
        tab.goto(PAGES[name])
        assert tab.get_by_text("could not be verified").first.is_visible()
        assert faults_of(tab) == []


@pytest.mark.parametrize("status", [400, 403, 500])
def test_axe_finds_nothing_on_a_page_that_says_what_went_wrong(tab, status):
    page = render_to_string(f"{status}.html")
    tab.route("**/went-wrong/", lambda route: route.fulfill(body=page, content_type="text/html"))
    tab.goto("/went-wrong/")
    faults = faults_of(tab)
    tab.unroute("**/went-wrong/")
    assert faults == []
