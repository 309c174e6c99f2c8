"""Choosing and comparing therapies in a browser: by keyboard, on a phone, without a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests import cast

TWO = "/therapies/compare/?t=til&t=vaccines&t=nothing"
WIDTHS = [320, 820, 1280]


@pytest.fixture
def therapies(wen, mei):
    melanoma = cast.condition(wen, slug="melanoma")
    cast.publish(melanoma, wen, mei)
    for slug, mechanism in [("til", "cell"), ("vaccines", "vaccine"), ("viruses", "virus")]:
        therapy = cast.therapy(wen, slug=slug, mechanism=mechanism, conditions=[melanoma])
        cast.publish(therapy, wen, mei)


def faults(page: Page) -> list:
    return Axe().run(page).response["violations"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(page: Page, therapies, scheme):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        page.emulate_media(color_scheme=scheme)
        for address in (TWO, f"{TWO}&t=viruses", "/therapies/compare/", "/therapies/"):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            assert not faults(page), (address, width)


def test_axe_finds_nothing_in_print(page: Page, therapies):
    page.emulate_media(media="print")
    for address in (TWO, "/therapies/", "/therapies/til/"):
        page.goto(address)
        assert not faults(page), address
    page.goto(TWO)
    assert page.get_by_role("button", name="Compare").count() == 0


def test_therapies_are_chosen_by_keyboard_and_without_a_script(browser, live_server, therapies):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    tab = context.new_page()
    tab.goto("/therapies/")
    for box in tab.get_by_role("checkbox").all()[:2]:
        box.focus()
        tab.keyboard.press("Space")
    tab.get_by_role("button", name="Compare").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/therapies/compare/?t=til&t=vaccines")
    assert tab.get_by_role("columnheader").count() == 2
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_a_table_for_a_screen_reader_at_every_width(page: Page, therapies, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(TWO)
    assert page.get_by_role("rowheader").all_inner_texts()[1:4] == [
        "How it works", "How it is given", "Conditions",
    ]  # fmt: skip
    # As Chromium tells it to a screen reader: cells shown as blocks are cells all the same.
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    roles = [node["role"]["value"] for node in tree["nodes"] if not node["ignored"]]
    assert {"table", "row", "rowheader"} <= set(roles)
    assert roles.count("cell") >= 14


@pytest.mark.parametrize("width", [320, 360, 820, 1280])
def test_the_words_in_a_drawing_are_never_small_and_stay_in_sight(page: Page, therapies, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/therapies/")
    for words in page.locator(".diagram text").all():
        box = words.bounding_box()
        assert box
        assert box["height"] >= 14
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
