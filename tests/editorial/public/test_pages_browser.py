"""The public pages in a browser: as narrow as a phone, in light and dark, by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from editorial import acts
from tests import cast

BODY = (
    "<h2>One</h2><p>Text.</p><table><tbody><tr><th>Immunosuppression</th><th>Corticosteroids</th>"
    "<th>Hypophysitis</th></tr><tr><td>A</td><td>B</td><td>C</td></tr></tbody></table>"
    "<h2>Two</h2><p>Text.</p><h2>Three</h2><p>Text.</p>"
)


@pytest.fixture
def addresses(wen, mei, edda) -> list[str]:
    """Every kind of public page, with a withdrawn one and one that is not there."""
    melanoma = cast.condition(wen, slug="melanoma")
    therapy = cast.therapy(wen, slug="til", conditions=[melanoma])
    term = cast.entry(wen, slug="antigen", pronunciation="AN-ti-jen", synonyms="immunogen")
    article = cast.article(wen, slug="long", body=BODY, therapies=[therapy], see_also=[term])
    question = cast.article(wen, slug="is-it", genre="question", short_answer="Yes.")
    gone = cast.article(wen, slug="gone")
    for document in (melanoma, therapy, term, article, question, gone):
        cast.publish(document, wen, mei)
    acts.withdraw(gone, by=edda, reason="A study was retracted.")
    pages = ["/articles/long/", "/articles/is-it/", "/therapies/til/", "/conditions/melanoma/"]
    lists = ["/", "/articles/", "/articles/?kind=question&therapy=til", "/therapies/"]
    others = ["/conditions/", "/glossary/", "/glossary/?q=x", "/glossary/antigen/"]
    rest = ["/reviewers/mei/", "/articles/long/history/", "/articles/gone/", "/nothing/"]
    return [*pages, *lists, *others, *rest, "/accounts/login/"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(page: Page, addresses, scheme):
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme=scheme)
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        violations = Axe().run(page).response["violations"]
        assert not violations, (address, violations)


def test_the_first_tab_stop_skips_to_the_text(page: Page, addresses):
    page.goto("/articles/long/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_filters_work_by_keyboard_alone(page: Page, addresses):
    page.goto("/articles/")
    page.get_by_label("Kind").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/?kind=question*")
    assert page.locator("h1").inner_text() == "Questions and answers"
