"""The site behind the door, built once for this whole folder, and a tab in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.accessibility._staff_pages import PAGES, Sight
from tests.accessibility._staff_world import StaffWorld
from tests.pristine import keeper

PEOPLE = ("wen", "will", "ravi", "rosa", "mei", "edda", "ada", "root", "olga")
HEIGHT = 800
# A function: the policy forbids the page to read an expression from text.
NAMED = "() => [...document.querySelectorAll('.tiptap')].every((each) => each.ariaLabel)"


@dataclass
class Staff:
    """The site, and a tab in which somebody may be signed in."""

    world: StaffWorld
    tab: Page
    url: str
    cookies: dict[str, str]

    def show(self, page: str | Sight) -> Page:
        """A page of the list or one beside it, wide and light; in the state that is meant."""
        sight = PAGES[page] if isinstance(page, str) else page
        self.tab.set_viewport_size({"width": 1280, "height": HEIGHT})
        self.tab.emulate_media(color_scheme="light")
        self.sign_in(sight.who)
        answer = self.tab.goto(sight.address(self.world))
        assert answer is not None
        assert answer.status in sight.status
        if sight.then:
            sight.then(self.tab)
            self.tab.wait_for_load_state("load")
        self.tab.wait_for_function(NAMED)  # the editors are there
        return self.tab

    def sign_in(self, who: str) -> None:
        self.tab.context.clear_cookies()
        if who:
            cookie = {"name": "sessionid", "value": self.cookies[who], "url": self.url}
            self.tab.context.add_cookies([cookie])  # type: ignore[list-item]


@pytest.fixture(scope="package")
def staff_site(browser: Browser, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    with django_db_blocker.unblock():
        restore = keeper()
        server = LiveServer("localhost")
        try:
            world = StaffWorld()
            yield world, server.url, {name: session_of(world[name]) for name in PEOPLE}
        finally:
            server.stop()
            restore()


def session_of(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def staff_in(browser: Browser, site: Any, **preferences: Any) -> Iterator[Staff]:
    world, url, cookies = site
    given = {"locale": "en-GB", "reduced_motion": "reduce", **preferences}
    context = browser.new_context(base_url=url, **given)
    context.set_default_timeout(30_000)
    tab = context.new_page()
    tab.on("dialog", lambda dialog: dialog.accept())  # typed text is left on purpose
    yield Staff(world, tab, url, cookies)
    context.close()


@pytest.fixture(scope="package")
def _staff(browser: Browser, staff_site: Any) -> Iterator[Staff]:
    for staff in staff_in(browser, staff_site):
        staff.tab.context.add_init_script("localStorage.clear()")
        # In every page from the start, which is quicker than to bring it each time.
        staff.tab.context.add_init_script(Axe().axe_script)
        yield staff


@pytest.fixture
def staff(_staff: Staff) -> Staff:
    return _staff
