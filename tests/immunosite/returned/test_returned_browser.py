"""The pages that give typed text back, in a browser: with the editor, by keyboard, for all."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests import cast
from tests._busy import locked
from tests.accessibility.test_axe_browser import WIDE, faults_of, shown
from tests.admin_forms import address

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Five hours of work, all of it typed."
NOT_SAVED = "Not saved yet"


def sign_in(page, username):
    page.goto("/accounts/login/?next=/admin/articles/article/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/articles/article/")


@pytest.fixture
def typed(page, draft):
    """A writer has typed into the form of a draft, and not saved."""
    sign_in(page, "wen")
    page.goto(address(draft))
    page.get_by_label("Summary").fill(WORDS)
    editor = page.locator(".ProseMirror:visible").first
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("All of the text is new.")
    return page


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def end_session(page):
    page.context.clear_cookies(name="sessionid")


def in_a_second_tab(page, username):
    tab = page.context.new_page()
    sign_in(tab, username)
    tab.close()


def assert_saved(draft):
    stored = draft.stored()
    assert (stored.summary, stored.body) == (WORDS, "<p>All of the text is new.</p>")


def test_a_save_after_the_session_has_ended(typed, draft):
    end_session(typed)
    save(typed)
    expect(typed.get_by_role("heading", level=1)).to_contain_text(NOT_SAVED)
    expect(typed.get_by_text("All of the text is new.")).to_be_visible()
    typed.get_by_label("Password").fill("not this one")
    typed.keyboard.press("Enter")
    expect(typed.get_by_text("do not belong together")).to_be_visible()
    expect(typed.get_by_text(WORDS)).to_be_visible()
    typed.get_by_label("Password").fill(cast.PASSWORD)
    typed.keyboard.press("Enter")
    expect(typed.get_by_text("was changed successfully")).to_be_visible()
    assert_saved(draft)


def test_a_save_after_signing_in_again_in_a_second_tab(typed, draft):
    in_a_second_tab(typed, "wen")
    save(typed)
    expect(typed.get_by_text(WORDS)).to_be_visible()
    typed.get_by_role("button", name="Save it now").click()
    expect(typed.get_by_text("was changed successfully")).to_be_visible()
    assert_saved(draft)


def test_a_save_while_the_database_is_locked(typed, draft):
    with locked():
        save(typed)
        expect(typed.get_by_text(WORDS)).to_be_visible()
    typed.get_by_role("button", name="Try again").click()
    expect(typed.get_by_text("was changed successfully")).to_be_visible()
    assert_saved(draft)


def test_going_back_from_a_refusal_finds_the_text_in_the_form(typed, draft):
    with locked():
        save(typed)
        expect(typed.get_by_role("heading", level=1)).to_contain_text(NOT_SAVED)
    typed.go_back()
    expect(typed.get_by_label("Summary")).to_have_value(WORDS)
    expect(typed.locator(".ProseMirror:visible").first).to_have_text("All of the text is new.")
    save(typed)
    expect(typed.get_by_text("was changed successfully")).to_be_visible()
    assert_saved(draft)


def test_going_back_brings_the_text_where_the_browser_remembers_no_page(typed, draft):
    typed.add_init_script("addEventListener('unload', () => {})")  # so each is loaded anew
    typed.evaluate("addEventListener('unload', () => {})")
    with locked():
        save(typed)
        expect(typed.get_by_role("heading", level=1)).to_contain_text(NOT_SAVED)
    typed.go_back()
    loaded = "performance.getEntriesByType('navigation')[0].type"
    assert typed.evaluate(loaded) == "back_forward"
    expect(typed.get_by_label("Summary")).to_have_value(WORDS)
    expect(typed.locator(".ProseMirror:visible").first).to_have_text("All of the text is new.")
    save(typed)
    expect(typed.get_by_text("was changed successfully")).to_be_visible()
    assert_saved(draft)


def make(page, why):
    if why in ("signed out", "wrong password"):
        end_session(page)
    if why == "second tab":
        in_a_second_tab(page, "wen")
    if why == "another person":
        in_a_second_tab(page, "will")
    if why == "not allowed":
        cast.User.objects.get(username="wen").groups.clear()
        cast.User.objects.filter(username="wen").update(is_staff=False)
    if why == "busy":
        with locked():
            save(page)
            page.get_by_text(WORDS).wait_for()
        return
    save(page)
    page.get_by_text(WORDS).wait_for()
    if why == "wrong password":
        page.get_by_label("Password").fill("not this one")
        page.keyboard.press("Enter")
        page.get_by_text("do not belong together").wait_for()


PAGES = ["signed out", "wrong password", "second tab", "another person", "not allowed", "busy"]


@pytest.mark.parametrize("why", PAGES)
def test_axe_finds_nothing_and_all_text_fits(typed, will, why):
    make(typed, why)
    faults = faults_of(typed)
    shown(typed, WIDE, color_scheme="light", media="screen")
    assert not faults, "\n".join(faults)
    assert Article.objects.get().summary != WORDS
