"""Links at passages in a real browser: by address, by keyboard, by pointer, without script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from editorial.passages import passages_of
from tests import cast
from tests.editorial.desk.test_desk_browser import faults
from tests.editorial.passages.test_four_eyes import CALL, CREAM, RASH, again, written

pytestmark = pytest.mark.django_db(transaction=True)
LINKS = ".passage-link"


@pytest.fixture
def live(wen, mei):
    return cast.publish(written(wen, RASH + CREAM * 40 + f"<ul><li>{CALL}</li></ul>"), wen, mei)


@pytest.fixture
def plain(browser: Browser, live_server):
    """A browser without script, on a phone."""
    context = browser.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport={"width": 390, "height": 800},
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def anchor(edition, start):
    (found,) = [each for each in passages_of(edition.snapshot) if each.text.startswith(start)]
    return f"p-{found.name[:10]}"


def test_an_address_leads_to_the_passage_and_from_there_to_who_signed_it(plain: Page, live):
    here = anchor(live, "Call your team")
    plain.goto(f"{live.get_absolute_url()}#{here}")
    link = plain.locator(f"#{here}")
    expect(link).to_be_in_viewport()
    expect(link).to_be_visible()
    link.click()
    entry = plain.locator(".passage:has-text('Call your team')")
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text("Written by Wen Sample. Signed by Mei Sample")
    entry.get_by_role("link", name="Read it on the page").click()
    expect(plain.locator(f"#{here}")).to_be_in_viewport()


def test_no_key_stops_at_them_until_they_are_asked_for(plain: Page, live):
    plain.goto(live.get_absolute_url())
    assert plain.get_by_role("link", name="Who wrote and signed this").count() == 0
    box = plain.get_by_label("Show a link at each passage")
    box.focus()
    box.press("Space")
    links = plain.get_by_role("link", name="Who wrote and signed this")
    assert links.count() == plain.locator(LINKS).count() > 40
    box.press("Tab")
    assert plain.locator(f"{LINKS}:focus").count() == 1
    assert plain.evaluate("document.documentElement.scrollWidth") <= 390


def test_one_is_seen_where_somebody_points(page: Page, live):
    page.goto(live.get_absolute_url())
    here = page.locator(f"#{anchor(live, 'Most people')}")
    expect(here).to_be_hidden()
    page.get_by_text("Most people have no rash").hover()
    expect(here).to_be_visible()
    assert page.locator(f"{LINKS}:visible").count() == 1


def test_nothing_of_them_is_printed_or_copied(page: Page, live):
    page.goto(live.get_absolute_url())
    page.get_by_label("Show a link at each passage").check()
    assert "¶" not in page.locator("main").inner_text()
    page.emulate_media(media="print")
    assert page.locator(f"{LINKS}:visible").count() == 0


def test_a_quoted_passage_that_was_changed_leads_to_what_became_of_it(page: Page, live, wen, mei):
    old = anchor(live, "Most people")
    again(live.document.stored(), wen, body=CALL)
    cast.sign(cast.submit(live.document.stored(), wen), mei)
    page.goto(f"{live.get_absolute_url()}#{old}")
    page.wait_for_url(re.compile(rf"/history/passages/#{old}$"))
    entry = page.locator(f"#{old}")
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text("Not what we say now.")
    entry.get_by_role("link", name="Read it in edition 1").click()
    expect(page.get_by_text("Most people have no rash at all").first).to_be_in_viewport()


def test_axe_finds_nothing_where_all_of_them_are_shown(page: Page, live):
    page.goto(live.get_absolute_url())
    page.get_by_label("Show a link at each passage").check()
    assert faults(page) == []
