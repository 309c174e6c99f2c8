"""Passing a page on: by e-mail, by address, on paper. Nobody else is asked."""

from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import cast

TITLE = "Is it 100% “safe” & sure? What's #1, a+b"
ADDRESS = "http://localhost/articles/what/"
NO_SHARING = "Object.defineProperty(Navigator.prototype, 'share', {value: undefined})"


@pytest.fixture
def article(wen, mei):
    cast.publish(cast.article(wen, title=TITLE, slug="what"), wen, mei)
    return "/articles/what/"


def button(page: Page, name: str):
    return page.get_by_role("group", name="Share or print").get_by_role("button", name=name)


def shared(page: Page, script: str, address: str) -> None:
    """Open the page in a browser whose `navigator` the script has changed."""
    page.add_init_script(script)
    page.goto(address)


def test_the_letter_carries_title_and_address_whatever_the_title(page: Page, article):
    page.goto(article)
    link = page.get_by_role("link", name="Send by e-mail").get_attribute("href") or ""
    parts = urlsplit(link)
    assert (parts.scheme, parts.path, parts.fragment) == ("mailto", "", "")
    assert "+" not in parts.query, "mail programs show a plus as a plus"
    fields = parse_qs(parts.query, strict_parsing=True)
    assert fields == {"subject": [TITLE], "body": [f"{TITLE}\r\n{ADDRESS}"]}


def test_without_script_there_is_the_address_and_no_button(browser, live_server, page, article):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(article)
    expect(tab.get_by_text(ADDRESS)).to_be_visible()
    expect(tab.get_by_role("link", name="Send by e-mail")).to_be_visible()
    expect(tab.locator(".share button:visible")).to_have_count(0)
    context.close()


def test_the_address_is_copied_and_said_to_be(page: Page, article):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shared(page, NO_SHARING, article)
    expect(button(page, "Share")).to_be_hidden()
    button(page, "Copy the address").press("Enter")
    expect(page.locator(".share [role=status]")).to_have_text("The address is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == ADDRESS


def test_where_copying_fails_the_reader_is_told(page: Page, article):
    no = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))"
    shared(page, f"{NO_SHARING}; {no}", article)
    button(page, "Copy the address").click()
    expect(page.locator(".share [role=status]")).to_contain_text("The address stands above.")


@pytest.mark.parametrize(("fault", "said"), [("AbortError", ""), ("DataError", "That did not")])
def test_the_browsers_own_sharing_is_offered_where_there_is_one(page, article, fault, said):
    no = f"Promise.reject(new DOMException('no', '{fault}'))"
    shared(page, f"navigator.share = (what) => {{ window.given = what; return {no} }}", article)
    expect(button(page, "Copy the address")).to_be_hidden()
    button(page, "Share").click()
    expect(page.locator(".share [role=status]")).to_contain_text(said)
    assert page.evaluate("given") == {"title": page.title(), "url": ADDRESS}


def test_without_either_there_is_still_the_printer(page: Page, article):
    without = "Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined})"
    shared(page, f"{NO_SHARING}; {without}; print = () => {{ window.printed = true }}", article)
    expect(page.locator(".share button:visible")).to_have_count(1)
    button(page, "Print").click()
    assert page.evaluate("printed")


@pytest.mark.parametrize("make", [cast.article, cast.therapy, cast.condition, cast.entry])
def test_every_kind_of_page_has_it_once_and_on_paper_its_address_alone(page: Page, wen, mei, make):
    page.goto(cast.publish(make(wen), wen, mei).get_absolute_url())
    expect(page.locator(".share")).to_have_count(1)
    expect(page.locator("head script[type=module]")).to_have_count(1)
    assert not Axe().run(page, ".share").response["violations"]
    page.emulate_media(media="print")
    expect(page.locator(".share .address")).to_be_visible()
    expect(page.locator(".share .ways-on")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_button_can_be_read_under_the_mouse(page: Page, article, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(article)
    button(page, "Print").hover()
    assert not Axe().run(page, ".share").response["violations"]


def test_a_page_asks_nobody_else_and_little_of_us(page: Page, article):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(article, wait_until="networkidle")
    assert len(asked) <= 4, asked
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(page.url).netloc}
    assert page.context.cookies() == []
