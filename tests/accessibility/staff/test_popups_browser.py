"""What opens on a page of the admin: lists to choose from, menus and dialogs of the editor, rows.

axe finds nothing, they fit, the keyboard works them, and Escape leads back to where it was.
"""

from collections.abc import Callable

import pytest
from django.contrib.admin import site
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.accessibility._staff_pages import fill, press
from tests.accessibility.staff._axe import faults_of
from tests.accessibility.staff.conftest import HEIGHT
from tests.accessibility.test_axe_browser import ALL

WIDE = {"width": 1280, "height": HEIGHT}
FOUND = ".select2-results__option[aria-selected]"
EMPTY = ".select2-results__message"


def look(tab: Page, words: str, shown: str) -> None:
    """Opens a list from its field, which has the focus, and types into it."""
    tab.keyboard.press("Enter")
    tab.keyboard.type(words)
    tab.locator(shown).first.wait_for()


def choose_pages(tab: Page, words: str = "", shown: str = FOUND) -> None:
    tab.get_by_role("combobox", name="Therapies").focus()
    look(tab, words, shown)


def choose_source(tab: Page, words: str = "", shown: str = FOUND) -> None:
    tab.locator("#citations-0").get_by_role("combobox").focus()
    look(tab, words, shown)


def into_the_text(tab: Page) -> None:
    tab.get_by_role("textbox", name="Body").click()
    tab.keyboard.press("Control+End")


def by_the_toolbar(name: str) -> Callable[[Page], None]:
    def open_it(tab: Page) -> None:
        into_the_text(tab)
        tab.keyboard.press("Shift+ArrowLeft")
        tab.get_by_role("group", name="Formatting of Body").get_by_role("button", name=name).press(
            "Enter"
        )

    return open_it


def refuse_the_link(tab: Page) -> None:
    by_the_toolbar("insert link")(tab)
    tab.get_by_label("Address", exact=True).last.fill("nowhere")
    tab.get_by_role("button", name="Save the link").click()


def new_table(tab: Page) -> None:
    by_the_toolbar("Insert table")(tab)
    tab.get_by_role("button", name="Insert the table").click()


OPENED: dict[str, Callable[[Page], None]] = {
    "pages": choose_pages,
    "pages, typed": lambda tab: choose_pages(tab, "car"),
    "pages, none found": lambda tab: choose_pages(tab, "xyzzy", EMPTY),
    "sources": choose_source,
    "sources, typed": lambda tab: choose_source(tab, "smi"),
    "sources, none found": lambda tab: choose_source(tab, "xyzzy", EMPTY),
    "link": by_the_toolbar("insert link"),
    "table": by_the_toolbar("Insert table"),
}


@pytest.mark.parametrize("name", OPENED)
def test_what_opens_has_no_fault_and_escape_closes_it_and_leads_back(staff, name):
    tab = staff.show("draft, sent back")
    OPENED[name](tab)
    assert faults_of(tab) == []
    tab.set_viewport_size(WIDE)
    tab.keyboard.press("Escape")
    for open_ in ("dialog[open]", ".select2-dropdown", "[popover]:popover-open"):
        expect(tab.locator(open_)).to_have_count(0)
    assert tab.evaluate("document.activeElement.closest('.form-row, .inline-related') !== null")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_sorts_of_paragraph_have_no_fault_and_escape_leads_back(staff, width):
    """It stays where it was opened, so it is opened in each width."""
    tab = staff.show("draft, sent back")
    tab.set_viewport_size({"width": width, "height": HEIGHT})
    by_the_toolbar("Sort of paragraph")(tab)
    menu = tab.locator("[popover]:popover-open")
    assert menu.bounding_box()["height"] < HEIGHT / 2
    assert tab.evaluate(ALL) == []
    tab.keyboard.press("Tab")
    assert menu.evaluate("each => each.contains(document.activeElement)")
    tab.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(tab.get_by_role("button", name="Sort of paragraph").first).to_be_focused()


def test_the_state_that_an_opened_thing_leaves_has_no_fault(staff):
    """One page through many states: pages chosen, a link refused, a table, a list, more rows."""
    tab = staff.show("draft, sent back")
    faults = []
    choose_pages(tab, "car")
    tab.keyboard.press("Enter")
    faults += faults_of(tab)
    tab.set_viewport_size(WIDE)
    refuse_the_link(tab)
    faults += faults_of(tab)
    tab.keyboard.press("Escape")
    tab.set_viewport_size(WIDE)
    new_table(tab)
    faults += faults_of(tab)
    assert faults == []


@pytest.mark.parametrize("page", ["therapy type: change", "condition: change"])
def test_rows_that_are_added_and_refused_have_no_fault(staff, page):
    tab = staff.show(page)
    for add in tab.locator(".add-row a").all():
        add.click()
    for field in tab.locator(".inline-related:not(.empty-form) input[type=text]").all():
        field.fill("x" * 700)
    faults = faults_of(tab)
    fill(title="")(tab)
    press("Save")(tab)
    tab.locator(".errorlist").first.wait_for()
    assert faults + faults_of(tab) == []


# --- What a screen reader is told of a list -------------------------------------------------------


def test_a_list_tells_what_it_holds(staff):
    tab = staff.show("draft, sent back")
    says = tab.locator("main > [role=status]")
    choose_pages(tab, "xyzzy", EMPTY)
    expect(says).to_have_text("No results found")
    for _ in "xyzzy":
        tab.keyboard.press("Backspace")
    expect(says).to_have_text("1 choice")


def test_what_was_chosen_is_taken_away_with_a_button(staff):
    tab = staff.show("draft, sent back")
    choose_pages(tab, "car")
    tab.keyboard.press("Enter")
    away = tab.get_by_role("button", name="Remove CAR T-cell therapy")
    away.focus()
    tab.keyboard.press("Enter")
    expect(away).to_have_count(0)
    expect(tab.get_by_role("combobox", name="Therapies")).to_be_focused()
    expect(tab.locator(".select2-dropdown")).to_have_count(0)
    assert tab.locator("#id_therapies").evaluate("each => each.selectedOptions.length") == 0


# --- Days and times -------------------------------------------------------------------------------


def test_a_half_typed_day_is_not_saved_as_none(staff):
    tab = staff.show("draft, sent back")
    tab.locator("summary").filter(has_text="Planning").click()
    day = tab.locator("[name=publish_at_0]")
    day.press_sequentially("01")
    press("Save")(tab)
    expect(day).to_be_focused()
    assert tab.evaluate("document.querySelector('[name=publish_at_0]').validity.badInput")
    expect(tab.locator("ul.messagelist")).to_have_count(0)


# By the client, which makes the database of this file: the tests above post, so they stand in none
# of its transactions.
@pytest.mark.django_db
def test_no_form_has_a_calendar_that_the_keyboard_cannot_use(admin_client):
    for model in site._registry:
        answer = admin_client.get(reverse(admin_urlname(model._meta, "add")))
        assert b"DateTimeShortcuts" not in answer.content
