"""A link to the glossary opens its meaning: by mouse, by keyboard and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path
from playwright.sync_api import Page, expect

from editorial.models import Edition
from immunosite.urls import urlpatterns as site
from tests import cast

PAGE = Template(
    "{% load glossary_links static %}<!doctype html><html lang=en><title>x</title>"
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="stylesheet" href="{% static "site.css" %}">'
    '<script src="{% static "page.js" %}" defer></script><main><h1>Words</h1>'
    '{% link_terms edition %}<div class="prose">{{ text|safe }}</div>{% endlink_terms %}</main>'
)
TEXT = "<p>An antigen meets an antibody.</p>" + "<p>More text.</p>" * 60 + "<p>Cytokine</p>"


def words(request: HttpRequest) -> HttpResponse:
    edition = Edition.objects.live().earliest("pk")
    return HttpResponse(PAGE.render(Context({"edition": edition, "text": TEXT})))


urlpatterns = [path("words/", words), *site]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def on_page(page: Page, edition, wen, mei) -> Page:
    for name in ("Antigen", "Antibody", "Cytokine"):
        entry = cast.entry(wen, title=name, slug=name.lower(), summary=f"What {name} means.")
        cast.publish(entry, wen, mei)
    page.goto("/words/")
    return page


def test_enter_opens_the_meaning_and_escape_brings_the_reader_back(on_page):
    link = on_page.get_by_role("link", name="antigen", exact=True)
    meaning = on_page.get_by_role("dialog", name="Antigen")
    expect(meaning).to_be_hidden()
    link.focus()
    on_page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    expect(meaning).to_be_focused()
    expect(meaning).to_contain_text("What Antigen means.")
    on_page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(link).to_be_focused()


def test_tab_reaches_the_entry_and_the_way_out(on_page):
    on_page.get_by_role("link", name="antigen", exact=True).press("Enter")
    meaning = on_page.get_by_role("dialog", name="Antigen")
    on_page.keyboard.press("Tab")
    expect(meaning.get_by_role("link", name="Read the whole entry on Antigen")).to_be_focused()
    on_page.keyboard.press("Tab")
    expect(meaning.get_by_role("button", name="Close")).to_be_focused()
    on_page.keyboard.press("Enter")
    expect(meaning).to_be_hidden()
    expect(on_page.get_by_role("link", name="antigen", exact=True)).to_be_focused()


def test_one_meaning_is_open_at_a_time(on_page):
    on_page.get_by_role("link", name="antigen", exact=True).click()
    on_page.get_by_role("link", name="antibody", exact=True).press("Enter")
    expect(on_page.get_by_role("dialog")).to_have_count(1)
    expect(on_page.get_by_role("dialog")).to_contain_text("What Antibody means.")


def test_hovering_opens_nothing(on_page):
    on_page.get_by_role("link", name="antigen", exact=True).hover()
    expect(on_page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 480, 1280])
@pytest.mark.parametrize("name", ["antigen", "Cytokine"])
def test_the_meaning_stands_inside_the_window_and_beside_its_word(on_page, width, name):
    on_page.set_viewport_size({"width": width, "height": 640})
    link = on_page.get_by_role("link", name=name, exact=True)
    link.click()
    box = on_page.get_by_role("dialog").bounding_box()
    word = link.bounding_box()
    assert box is not None
    assert word is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 640
    if width == 1280:
        assert box["y"] >= word["y"] + word["height"] or box["y"] + box["height"] <= word["y"]
        assert abs(box["x"] - word["x"]) < 2


def test_a_click_for_a_new_tab_stays_a_link(on_page):
    with on_page.context.expect_page() as opened:
        on_page.get_by_role("link", name="antigen", exact=True).click(modifiers=["Control"])
    assert opened.value.url.endswith("/glossary/antigen/")
    expect(on_page.get_by_role("dialog")).to_have_count(0)


def test_without_script_it_is_a_link_and_no_meaning_is_shown(browser, live_server, on_page):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    tab = context.new_page()
    tab.goto("/words/")
    assert "What Antigen means." not in tab.locator("body").inner_text()
    tab.get_by_role("link", name="antigen", exact=True).click()
    assert tab.url.endswith("/glossary/antigen/")
    context.close()


def test_axe_finds_nothing_with_a_meaning_open(on_page):
    on_page.get_by_role("link", name="antigen", exact=True).click()
    results = Axe().run(on_page)
    assert results.violations_count == 0, results.generate_report()
