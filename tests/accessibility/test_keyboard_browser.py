"""With the keyboard alone: everything is reached, in order and in sight, and everything works."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.accessibility._contrast import contrast
from tests.accessibility._in_page import STOPS
from tests.accessibility._page_types import PAGES
from tests.conftest import tab_on

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def tab(browser, public_site) -> Iterator[Page]:
    """Without smooth scrolling, so that a place is in sight as soon as it has the focus."""
    with tab_on(browser, public_site, reduced_motion="reduce") as tab:
        yield tab


@pytest.fixture
def at(tab):
    def go(name: str, size: dict = DESK) -> Page:
        tab.set_viewport_size(size)
        tab.goto(PAGES[name])
        return tab

    return go


def go_to(place: Locator) -> None:
    """By the Tab key, from wherever the focus is."""
    for _ in range(200):
        place.page.keyboard.press("Tab")
        if place.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"The Tab key does not reach {place}")


def walk(tab: Page, key: str = "Tab") -> list:
    """Each stop of the key on its way through the whole page."""
    for _ in range(tab.evaluate(STOPS)):
        tab.keyboard.press(key)
    return tab.evaluate("stops")


# --- Going through a page -------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_tab_stops_at_everything_in_order_and_the_stop_is_seen(at, name):
    stops = walk(at(name))
    assert [stop["place"] for stop in stops] == list(range(len(stops)))
    assert [stop["words"] for stop in stops if stop["ring"] < 2] == []
    assert [stop["words"] for stop in stops if not stop["inSight"]] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_around_a_stop_stands_out_from_the_paper(at, tab, scheme):
    tab.emulate_media(color_scheme=scheme)
    stops = walk(at("everything in a text"))
    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.emulate_media(color_scheme="light")
    assert min(contrast(stop["colour"], paper) for stop in stops) >= 3


def test_the_way_back_is_the_same(at):
    tab = at("everything in a text")
    forth = [stop["place"] for stop in walk(tab)]
    back = [stop["place"] for stop in walk(tab, "Shift+Tab")]
    assert back[: len(forth) - 1] == forth[-2::-1]


@pytest.mark.parametrize("name", ["home", "everything in a text", "search, found"])
def test_the_first_stop_skips_to_the_text(at, name):
    tab = at(name)
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to the text")).to_be_in_viewport()
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_be_focused()
    tab.keyboard.press("Tab")
    assert tab.evaluate("!document.activeElement.closest('header.site, .breadcrumb')")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=str)
def test_the_bar_of_a_choice_never_lies_on_what_has_the_focus(at, size):
    tab = at("therapies", size)
    go_to(tab.get_by_role("checkbox").first)
    tab.keyboard.press("Space")
    while tab.evaluate("!document.activeElement.matches('.choose-bar button')"):
        assert not tab.evaluate(HIDDEN_BY_BAR)
        tab.keyboard.press("Tab")


HIDDEN_BY_BAR = """() => {
  const bar = document.querySelector(".choose-bar").getBoundingClientRect();
  const box = document.activeElement.getBoundingClientRect();
  return box.bottom > bar.top && box.top < bar.bottom;
}"""


# --- Using a page ---------------------------------------------------------------------------------


def test_a_term_opens_with_enter_and_escape_leads_back(at):
    tab = at("everything in a text")
    term = tab.locator("a.term").first
    go_to(term)
    tab.keyboard.press("Enter")
    meaning = tab.get_by_role("dialog", name="Antigen")
    expect(meaning).to_be_focused()
    tab.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(term).to_be_focused()


def test_the_contents_lead_to_their_headings(at):
    tab = at("everything in a text")
    go_to(tab.get_by_role("navigation", name="On this page").get_by_role("link", name="Words"))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Words")).to_be_in_viewport()


def test_a_citation_leads_to_its_source_and_back(at):
    tab = at("everything in a text")
    go_to(tab.locator(".citation a").first)
    tab.keyboard.press("Enter")
    expect(tab.locator("#source-1")).to_be_in_viewport()
    go_to(tab.get_by_role("link", name="Back to the text"))
    tab.keyboard.press("Enter")
    expect(tab.locator(".citation").first).to_be_in_viewport()


@pytest.mark.parametrize("name", ["everything in a text", "API"])
def test_a_wide_table_is_scrolled_with_the_arrows(at, name):
    tab = at(name, PHONE)
    table = tab.locator(".table:has(table)").first
    go_to(table)
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("each => each.scrollLeft > 0", arg=table.element_handle())


def test_a_list_is_filtered(at):
    tab = at("articles")
    go_to(tab.get_by_label("Kind"))
    tab.keyboard.type("Q")
    go_to(tab.get_by_role("button", name="Show"))
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/articles/?kind=question*")


def test_a_word_is_looked_up_in_the_glossary(at):
    tab = at("glossary")
    go_to(tab.get_by_role("searchbox", name="Find a term"))
    tab.keyboard.type("antib")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("1 term for “antib”")).to_be_visible()


def test_the_site_is_searched_from_any_page_and_a_suggestion_taken(at):
    tab = at("home")
    go_to(tab.get_by_label("Search the site"))
    tab.keyboard.type("melanmoa")
    tab.keyboard.press("Enter")
    go_to(tab.get_by_role("link", name="melanoma", exact=True))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("status")).to_contain_text("for “melanoma”")


def test_therapies_are_chosen_and_one_is_taken_away(at):
    tab = at("therapies")
    for box in tab.get_by_role("checkbox").all()[:3]:
        go_to(box)
        tab.keyboard.press("Space")
    go_to(tab.get_by_role("button", name="Compare"))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("columnheader")).to_have_count(3)
    go_to(tab.get_by_role("link", name="Remove").first)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("columnheader")).to_have_count(2)


def test_what_did_not_change_can_be_unfolded(at):
    tab = at("article's old edition")
    go_to(tab.locator("summary").first)
    tab.keyboard.press("Enter")
    expect(tab.locator("details[open]")).to_have_count(1)


@pytest.mark.parametrize("name", ["ask", "report"])
def test_what_a_form_refuses_is_read_first_and_leads_to_its_field(at, name):
    tab = at(name)
    go_to(tab.get_by_role("button", name="Send"))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_be_focused()
    go_to(tab.get_by_role("alert").get_by_role("link").first)
    tab.keyboard.press("Enter")
    expect(tab.locator("main textarea")).to_be_focused()
