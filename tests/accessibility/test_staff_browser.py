"""axe finds nothing on any page of admin and desk, however it is shown; all of it is reached by the
keyboard, fits the window, and stands out in the reader's own colours.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.accessibility._in_page import OVERLAPS, TOO_WIDE
from tests.accessibility._staff_pages import NO_PAGE, PAGES, Sight, routes
from tests.accessibility._staff_world import StaffWorld
from tests.accessibility.test_axe_browser import RUN
from tests.pristine import keeper

# What the width of the window and the colours can change; all else is asked once, wide and narrow.
OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
AGAIN = f"""axe.run({json.dumps({"resultTypes": ["violations"], "runOnly": OF_LOOKS})})
  .then(({{ violations }}) => violations.map(
  ({{ id, nodes }}) => `${{id}} ${{nodes.map((each) => each.target.join(" ")).join(", ")}}`))"""
WIDTHS, HEIGHT = (1280, 820, 390, 320), 800
PEOPLE = ("wen", "will", "ravi", "rosa", "mei", "edda", "ada", "root", "olga")


@dataclass
class Staff:
    """The site, and a tab in which somebody may be signed in."""

    world: StaffWorld
    tab: Page
    url: str
    cookies: dict[str, str]

    def show(self, sight: Sight) -> Page:
        self.tab.set_viewport_size({"width": 1280, "height": HEIGHT})
        self.tab.emulate_media(color_scheme="light")
        self.tab.context.clear_cookies()
        if sight.who:
            cookie = {"name": "sessionid", "value": self.cookies[sight.who], "url": self.url}
            self.tab.context.add_cookies([cookie])  # type: ignore[list-item]
        answer = self.tab.goto(sight.address(self.world))
        assert answer is not None
        assert answer.status in sight.status
        if sight.then:
            sight.then(self.tab)
            self.tab.wait_for_load_state("load")
        return self.tab


@pytest.fixture(scope="module")
def staff_site(browser: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """Built once for the whole file, whose tests change nothing in it."""
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


@pytest.fixture(scope="module")
def staff(browser: Any, staff_site: Any) -> Iterator[Staff]:
    world, url, cookies = staff_site
    context = browser.new_context(base_url=url, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(30_000)
    context.add_init_script("localStorage.clear()")
    tab = context.new_page()
    tab.on("dialog", lambda dialog: dialog.accept())  # typed text is left on purpose
    yield Staff(world, tab, url, cookies)
    context.close()


# The other tests post, so they stand in no transaction; this one has the database made for them.
@pytest.mark.django_db
def test_every_page_of_admin_and_desk_has_its_place_in_the_list():
    listed = {sight.route for sight in PAGES.values()} | {sight.posts for sight in PAGES.values()}
    assert routes() - listed - NO_PAGE == set(), "Add it to tests/accessibility/_staff_pages.py"
    assert routes() >= NO_PAGE


def faults_of(tab: Page) -> list[str]:
    """Of the page, wide and narrow, light and dark; its fit in each width, and with its text twice
    as large."""
    tab.evaluate(Axe().axe_script)
    faults = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": HEIGHT})
        # Between the widest and the narrowest only the fit differs, which is asked of each.
        if width in (1280, 320):
            tab.emulate_media(color_scheme="light")
            faults += [f"{width} px, light: {each}" for each in tab.evaluate(RUN)]
            tab.emulate_media(color_scheme="dark")
            faults += [f"{width} px, dark: {each}" for each in tab.evaluate(AGAIN)]
        faults += [f"{width} px: {each}" for each in tab.evaluate(TOO_WIDE)]
    tab.set_viewport_size({"width": 640, "height": HEIGHT})
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    doubled = tab.evaluate(TOO_WIDE) + tab.evaluate(OVERLAPS)
    return faults + [f"text twice as large: {each}" for each in doubled]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_all_text_fits(staff, name):
    faults = faults_of(staff.show(PAGES[name]))
    assert not faults, "\n".join(faults)


# --- With the keyboard ----------------------------------------------------------------------------

WALKED = ["locked, live"]

# Notes each stop of the Tab key; `missed()` then says what it never came to.
WATCH = """() => {
  const can = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  window.stops = [];
  window.places = [...document.querySelectorAll(can)].filter((each) => !each.disabled
    && each.tabIndex >= 0 && each.checkVisibility({visibilityProperty: true})
    && !each.matches("[type=radio]:not(:checked)"));
  document.addEventListener("focusin", ({target}) => {
    const style = getComputedStyle(target);
    const {left, right, top, bottom} = target.getClientRects()[0] ?? target.getBoundingClientRect();
    const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    stops.push({target, words: target.outerHTML.slice(0, 90), colour: style.outlineColor,
      ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
      inSight: above !== null && (target.contains(above) || above.contains(target))});
  });
  return places.length;
}"""
FAULTS_OF_STOPS = """() => {
  const seen = stops.map(({target}) => target);
  const back = seen.some((each, i) => i && !(seen[i - 1].compareDocumentPosition(each) & 4)
    && seen.indexOf(each) === i && !each.closest(".prose-menubar, .select2-container"));
  return [
    ...places.filter((each) => !seen.includes(each)).map(
      (each) => `not reached ${each.outerHTML.slice(0, 90)}`),
    ...stops.filter(({ring}) => ring < 2).map(({words}) => `no ring ${words}`),
    ...stops.filter(({inSight}) => !inSight).map(({words}) => `covered ${words}`),
    ...(back ? ["the focus jumps back"] : []),
  ];
}"""


@pytest.mark.parametrize("name", WALKED)
def test_tab_stops_at_everything_in_order_and_the_stop_is_seen(staff, name):
    tab = staff.show(PAGES[name])
    tab.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    for _ in range(tab.evaluate(WATCH) + 4):
        tab.keyboard.press("Tab")
    assert tab.evaluate(FAULTS_OF_STOPS) == []
