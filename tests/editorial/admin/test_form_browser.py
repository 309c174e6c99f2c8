"""The writers' admin in a browser. The `page` fixture fails on any breach of the policy."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from editorial.models import State
from tests import cast
from tests.admin_forms import address


def log_in(tab: Page, name: str) -> None:
    tab.goto("/admin/")
    tab.fill("[name=username]", name)
    tab.fill("[name=password]", cast.PASSWORD)
    tab.click("main [type=submit]")
    tab.wait_for_url(re.compile(r"^[^?]*/admin/$"))


def editor(tab: Page, name: str = "body") -> Locator:
    return tab.locator(f".field-{name} .tiptap")


def test_a_writer_formats_a_text_and_submits_it(page, wen):
    log_in(page, "wen")
    page.goto("/admin/articles/article/add/")
    page.locator("[name=title]").press_sequentially("Written by hand")
    page.fill("[name=summary]", "A sentence.")
    editor(page).click()
    page.keyboard.type("A heading")
    page.click(".field-body .prose-menubar__selected")
    page.get_by_text("Heading 2", exact=True).click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.click(".field-body [title=bold]")
    page.keyboard.type("Words")
    page.keyboard.press("Shift+Home")
    page.click(".field-body [title='insert link']")
    page.fill("dialog [name=href]", "https://www.cancer.gov/")
    page.click("dialog [type=submit]")
    page.click("[name=_submit]")
    page.fill("[name=note]", "My first")
    page.click(".submit-row [type=submit]")
    locked = page.get_by_role("heading", name="Locked: this text is under medical review")
    expect(locked).to_be_visible()
    expect(page.locator(".messagelist")).to_contain_text("Submitted.")
    article = Article.objects.get()
    assert (article.state, article.slug) == (State.MEDICAL_REVIEW, "written-by-hand")
    assert article.body.startswith("<h2>A heading</h2>")
    assert '<a href="https://www.cancer.gov/"' in article.body


def test_both_texts_stand_on_the_page_and_the_newer_can_be_taken(page, draft, will):
    log_in(page, "wen")
    page.goto(address(draft))
    expect(editor(page)).to_be_visible()
    page.fill("[name=summary]", "My summary")
    other = draft.stored()
    other.title, other.body = "Their title", "<p>Their text</p>"
    cast.save(other, will)
    page.click("[name=_continue]")
    expect(page.get_by_role("alert")).to_contain_text("saved after you opened it: by Will Sample")
    expect(page.locator("[name=summary]")).to_have_value("My summary")
    page.get_by_role("button", name="Use this newer text").first.click()
    page.get_by_role("button", name="Use this newer text").click()
    expect(editor(page)).to_have_text("Their text")
    page.click("[name=_continue]")
    expect(page.locator(".messagelist")).to_contain_text("successfully")
    stored = draft.stored()
    assert (stored.title, stored.summary) == ("Their title", "My summary")
    assert stored.body == "<p>Their text</p>"


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_usable_for_everybody(
    browser: Browser, live_server: LiveServer, edition, wen, width
):
    # Axe comes into the page as a script, which the policy would rightly refuse.
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    tab = context.new_page()
    tab.set_viewport_size({"width": width, "height": 900})
    log_in(tab, "wen")
    other = cast.article(wen)
    for url in ("/admin/", address(other), address(edition.document), address(other, "history")):
        tab.goto(url)
        for search in tab.locator(".select2-search__field").all():
            expect(search).to_have_attribute("aria-label", re.compile("."))
        found = Axe().run(tab).response["violations"]
        grave = [each["id"] for each in found if each["impact"] in ("critical", "serious")]
        assert not grave, (url, found)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, url
    context.close()
