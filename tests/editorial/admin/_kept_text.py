"""The tests of kept text: what the browser keeps, and how a tab is lost and left."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Dialog, Page, expect

from tests.editorial.admin.test_form_browser import editor

OFFER = re.compile("You have (unsaved|unsent) text from")


def kept(tab: Page) -> dict[str, str]:
    """What stands in the browser's store."""
    return json.loads(tab.evaluate("JSON.stringify({...localStorage})"))


def wait_until_kept(tab: Page, count: int = 1) -> None:
    tab.wait_for_function(
        "count => Object.keys(localStorage).filter(name => name.startsWith('kept/')).length"
        " === count",
        arg=count,
    )


def crash(tab: Page, url: str) -> Page:
    """The tab is gone without a word; the person comes back later."""
    again = tab.context.new_page()
    tab.close()
    again.goto(url)
    return again


def warns(tab: Page, leave: Callable[[], object] | None = None) -> bool:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    tab.on("dialog", answer)
    (leave or (lambda: tab.goto("/admin/")))()
    tab.wait_for_load_state()
    tab.remove_listener("dialog", answer)
    return asked == ["beforeunload"]


def bring_back(tab: Page) -> None:
    expect(tab.get_by_text(OFFER)).to_be_visible()
    tab.get_by_role("button", name="Bring it back").press("Enter")


def delete_all(tab: Page) -> None:
    editor(tab).press("Control+a")
    tab.keyboard.press("Delete")


def choose_source(tab: Page) -> None:
    tab.locator("#citations-group .add-row a").click()


def choose_page(tab: Page) -> None:
    tab.locator(".field-see_also .select2-search__field").click()
    tab.locator(".select2-results__option").get_by_text("Choose me").click()
