"""Histories and the pages about the site in a browser: narrow, in light and dark, on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from editorial import acts
from tests import cast

BODY = "<h2>One</h2><p>Two tablets.</p><table><tbody><tr><td>A</td><td>B</td></tr></tbody></table>"


@pytest.fixture
def addresses(wen, mei, edda) -> list[str]:
    article, gone = cast.article(wen, slug="it", body=BODY), cast.article(wen, slug="gone")
    for document in (article, gone):
        cast.publish(document, wen, mei)
    second = acts.revise(article, by=wen).specific
    second.body, second.change_note = BODY.replace("Two tablets", "One tablet"), "Too many."
    cast.publish(cast.save(second, wen), wen, mei)
    acts.withdraw(gone, by=edda, reason="A study was retracted.")
    history = "/articles/it/history/"
    about = [
        "/about/review-process/",
        "/about/standards/",
        "/about/receipts/",
        "/about/funding/",
        "/about/privacy/",
        "/corrections/",
    ]
    return [history, f"{history}1/", "/articles/gone/history/", *about]


@pytest.mark.parametrize(
    "looks", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"media": "print"}], ids=str
)
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(page: Page, addresses, looks):
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(**looks)
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        violations = Axe().run(page).response["violations"]
        assert not violations, (address, violations)


def test_the_difference_is_one_step_from_the_banner_by_keyboard(page: Page, addresses):
    page.goto("/articles/it/history/1/")
    page.get_by_role("link", name="What edition 2 changed").focus()
    page.keyboard.press("Enter")
    assert page.locator("#difference").is_visible()
    page.locator("details summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
