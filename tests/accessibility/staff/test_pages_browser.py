"""axe finds nothing on any page of admin and desk, however it is shown, and all of it fits."""

import pytest
from playwright.sync_api import Page

from tests.accessibility._in_page import OVERLAPS, TOO_WIDE, TOUCHING
from tests.accessibility._staff_pages import NO_PAGE, PAGES, routes
from tests.accessibility.staff._axe import faults_of
from tests.accessibility.staff.conftest import HEIGHT


# The other tests post, so they stand in no transaction; this one has the database made for them.
@pytest.mark.django_db
def test_every_page_of_admin_and_desk_has_its_place_in_the_list():
    listed = {sight.route for sight in PAGES.values()} | {sight.posts for sight in PAGES.values()}
    assert routes() - listed - NO_PAGE == set(), "Add it to tests/accessibility/_staff_pages.py"
    assert routes() >= NO_PAGE


def misfits(tab: Page) -> list[str]:
    """On a phone, and with the text twice as large."""
    tab.set_viewport_size({"width": 390, "height": HEIGHT})
    narrow = tab.evaluate(TOO_WIDE) + tab.evaluate(TOUCHING)
    tab.set_viewport_size({"width": 640, "height": HEIGHT})
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    return narrow + tab.evaluate(TOO_WIDE) + tab.evaluate(OVERLAPS)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_all_text_fits(staff, name):
    tab = staff.show(name)
    faults = faults_of(tab) + misfits(tab)
    assert not faults, "\n".join(faults)
