"""What the reader's browser is set to: no script, colours of its own, no motion, more contrast."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.accessibility._contrast import contrast
from tests.accessibility._in_page import DEAD, DRAWN, MOVES, STOPS
from tests.accessibility._page_types import PAGES
from tests.conftest import tab_on

SCHEMES = ["light", "dark"]
PAPER = "getComputedStyle(document.body).backgroundColor"


def faults_of(tab: Page, script: str) -> list[str]:
    """Of all pages, each with its name."""
    found = []
    for name, address in PAGES.items():
        tab.goto(address)
        found += [f"{name}: {fault}" for fault in tab.evaluate(script)]
    return found


# --- Without a script -----------------------------------------------------------------------------


@pytest.fixture
def plain(browser, public_site) -> Iterator[Page]:
    with tab_on(browser, public_site, java_script_enabled=False) as tab:
        yield tab


def test_without_a_script_no_button_is_dead(plain):
    assert faults_of(plain, DEAD) == []


def test_without_a_script_a_term_is_a_link(plain):
    plain.goto(PAGES["everything in a text"])
    plain.locator("a.term").first.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Antigen")


def test_without_a_script_a_list_is_filtered(plain):
    plain.goto(PAGES["articles"])
    plain.get_by_label("Kind").select_option("question")
    plain.get_by_role("button", name="Show").click()
    expect(plain.locator("#results")).to_have_text("1 question")


def test_without_a_script_the_site_is_searched(plain):
    plain.goto(PAGES["home"])
    plain.get_by_label("Search the site").fill("melanmoa")
    plain.get_by_role("search").get_by_role("button").click()
    plain.get_by_role("link", name="melanoma", exact=True).click()
    expect(plain.get_by_role("status")).to_contain_text("for “melanoma”")


def test_without_a_script_the_glossary_is_searched(plain):
    plain.goto(PAGES["glossary"])
    plain.get_by_role("searchbox", name="Find a term").fill("antib")
    plain.get_by_role("button", name="Find").click()
    expect(plain.get_by_text("1 term for “antib”")).to_be_visible()


def test_without_a_script_therapies_are_compared(plain):
    plain.goto(PAGES["therapies"])
    for box in plain.get_by_role("checkbox").all()[:2]:
        box.check()
    plain.get_by_role("button", name="Compare").click()
    expect(plain.get_by_role("columnheader")).to_have_count(2)


def test_without_a_script_what_did_not_change_can_be_unfolded(plain):
    plain.goto(PAGES["article's old edition"])
    plain.locator("summary").first.click()
    expect(plain.locator("details p").first).to_be_visible()


@pytest.mark.parametrize("name", ["ask", "report"])
def test_without_a_script_a_form_says_what_it_refuses(plain, name):
    plain.goto(PAGES[name])
    plain.get_by_role("button", name="Send").click()
    expect(plain.get_by_role("alert")).to_be_visible()


# --- In the colours of the reader's system --------------------------------------------------------


@pytest.fixture(params=SCHEMES)
def forced(browser, public_site, request) -> Iterator[Page]:
    given = {"forced_colors": "active", "color_scheme": request.param, "reduced_motion": "reduce"}
    with tab_on(browser, public_site, **given) as tab:
        yield tab


def test_in_forced_colours_all_that_is_drawn_stands_out(forced):
    unseen, seen = set(), 0
    for name, address in PAGES.items():
        forced.goto(address)
        paper = forced.evaluate(PAPER)
        for drawn in forced.evaluate(DRAWN):
            seen += 1
            if max((contrast(each, paper) for each in drawn["colours"]), default=0) < 3:
                unseen.add(f"{name}: {drawn['what']}")
    assert not unseen
    assert seen > 1000


def test_in_forced_colours_the_focus_is_seen(forced):
    forced.goto(PAGES["everything in a text"])
    paper = forced.evaluate(PAPER)
    for _ in range(forced.evaluate(STOPS)):
        forced.keyboard.press("Tab")
    stops = forced.evaluate("stops")
    assert min(stop["ring"] for stop in stops) >= 2
    assert min(contrast(stop["colour"], paper) for stop in stops) >= 3


def test_in_forced_colours_a_found_word_and_a_change_are_marked(forced):
    forced.goto(PAGES["search, found"])
    color, ground = forced.locator("mark").first.evaluate(
        "each => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor]"
    )
    assert contrast(ground, forced.evaluate(PAPER)) > 1
    assert contrast(color, ground) >= 4.5
    forced.goto(PAGES["article's old edition"])
    line = "each => getComputedStyle(each).textDecorationLine"
    assert forced.locator(".row ins").first.evaluate(line) == "underline"
    assert forced.locator(".row del").first.evaluate(line) == "line-through"


# --- Without motion -------------------------------------------------------------------------------


def test_nothing_moves_for_who_asked_for_less_motion(browser, public_site):
    with tab_on(browser, public_site, reduced_motion="reduce") as tab:
        assert faults_of(tab, MOVES) == []


def test_the_scan_finds_motion(browser, public_site):
    """A page scrolls smoothly for everybody else."""
    with tab_on(browser, public_site, reduced_motion="no-preference") as tab:
        tab.goto(PAGES["home"])
        assert tab.evaluate(MOVES)


# --- With more contrast ---------------------------------------------------------------------------

ENHANCED = """axe.run({resultTypes: ["violations"], runOnly: ["color-contrast-enhanced"]}).then(
  ({violations}) => violations.flatMap(({nodes}) => nodes.map((each) => each.target.join(" "))))"""

PURE = {"light": "rgb(255, 255, 255)", "dark": "rgb(0, 0, 0)"}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_all_text_has_the_contrast_of_level_aaa_for_who_asked_for_it(browser, public_site, scheme):
    with tab_on(browser, public_site, contrast="more", color_scheme=scheme) as tab:
        for name in (
            "home",
            "everything in a text",
            "therapy",
            "article's old edition",
            "glossary",
        ):
            tab.goto(PAGES[name])
            tab.evaluate(Axe().axe_script)
            assert tab.evaluate(ENHANCED) == [], name
        assert tab.evaluate(PAPER) == PURE[scheme]
