"""What a writer typed survives a closed tab, a lost session and a refused save."""

import json

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from evidence.library import save_reference
from tests import cast
from tests._page_world import source
from tests.admin_forms import address
from tests.editorial.admin._kept_text import (
    OFFER,
    bring_back,
    choose_page,
    choose_source,
    crash,
    delete_all,
    kept,
    wait_until_kept,
    warns,
)
from tests.editorial.admin.test_form_browser import editor, log_in

# --- The writer's form ----------------------------------------------------------------------------


def test_everything_typed_comes_back_after_a_crash(form, wen, draft):
    save_reference(source(), by=wen)
    cast.article(wen, title="Choose me")
    form.fill("[name=summary]", "A better summary.")
    editor(form).press("Control+End")
    form.keyboard.type(" And more.")
    choose_page(form)
    choose_source(form)
    form.locator("#citations-0 .select2-selection").click()
    form.locator(".select2-results__option").get_by_text("smith-2024").click()
    wait_until_kept(form)
    form.wait_for_timeout(600)
    form = crash(form, address(draft))
    expect(form.get_by_text(OFFER)).to_contain_text("Summary, Body, See also, Reference")
    bring_back(form)
    expect(form.locator(".kept [role=status]")).to_contain_text(
        "in the form again, and not saved yet"
    )
    expect(form.locator("[name=summary]")).to_have_value("A better summary.")
    assert warns(form)
    form.goto(address(draft))
    bring_back(form)
    form.click("[name=_continue]")
    expect(form.locator(".messagelist")).to_contain_text("successfully")
    stored = draft.stored()
    assert stored.summary == "A better summary."
    assert "More text. And more." in stored.body
    assert [each.title for each in stored.see_also.all()] == ["Choose me"]
    assert [each.reference.key for each in stored.citations.all()] == ["smith-2024"]
    wait_until_kept(form, 0)


def test_a_new_page_is_kept_too_and_gone_once_it_is_saved(page, wen):
    log_in(page, "wen")
    new = "/admin/articles/article/add/"
    page.goto(new)
    page.fill("[name=title]", "A page of one's own")
    page.fill("[name=slug]", "own")
    wait_until_kept(page)
    page = crash(page, new)
    bring_back(page)
    expect(page.locator("[name=title]")).to_have_value("A page of one's own")
    page.click("[name=_save]")
    expect(page.locator(".messagelist")).to_contain_text("successfully")
    wait_until_kept(page, 0)
    page.goto(new)
    expect(page.get_by_text(OFFER)).to_have_count(0)


def test_a_refused_save_deletes_nothing(form, draft):
    form.fill("[name=summary]", "Typed before the refusal.")
    form.fill("[name=title]", "")
    form.click("[name=_continue]")
    expect(form.locator(".errornote")).to_be_visible()
    expect(form.get_by_text(OFFER)).to_have_count(0)
    wait_until_kept(form)
    form = crash(form, address(draft))
    bring_back(form)
    expect(form.locator("[name=summary]")).to_have_value("Typed before the refusal.")


def test_a_lost_session_deletes_nothing(form, draft):
    form.fill("[name=summary]", "Typed before the session ended.")
    Session.objects.all().delete()
    form.click("[name=_continue]")
    log_in(form, "wen")
    form.goto(address(draft))
    bring_back(form)
    form.click("[name=_continue]")
    expect(form.locator(".messagelist")).to_contain_text("successfully")
    assert draft.stored().summary == "Typed before the session ended."
    wait_until_kept(form, 0)


def test_signing_in_where_the_text_is_given_back_saves_it_and_ends_the_copy(form, draft):
    form.fill("[name=summary]", "Typed before the session ended.")
    Session.objects.all().delete()
    form.click("[name=_continue]")
    expect(form.locator("main")).to_contain_text("Typed before the session ended.")
    wait_until_kept(form)
    form.fill("[name=resume_username]", "wen")
    form.fill("[name=resume_password]", cast.PASSWORD)
    form.click("main [type=submit]")
    expect(form.locator(".messagelist")).to_contain_text("successfully")
    assert draft.stored().summary == "Typed before the session ended."
    wait_until_kept(form, 0)


def test_an_answer_that_is_no_page_of_ours_deletes_nothing(form, draft):
    form.fill("[name=summary]", "Typed with an old token.")
    form.route("**/change/", lambda route: route.fulfill(status=403, body="Refused."))
    form.click("[name=_continue]")
    expect(form.get_by_text("Refused.")).to_be_visible()
    form.unroute("**/change/")
    wait_until_kept(form)
    form.goto(address(draft))
    bring_back(form)
    form.click("[name=_continue]")
    expect(form.locator(".messagelist")).to_contain_text("successfully")
    assert draft.stored().summary == "Typed with an old token."
    wait_until_kept(form, 0)


def test_saving_and_submitting_counts_as_saved(form):
    form.fill("[name=summary]", "Another summary.")
    form.click("[name=_submit]")
    form.locator("[name=note]").wait_for()
    wait_until_kept(form, 0)


def test_a_newer_version_is_told_and_both_texts_stand_side_by_side(form, draft, will):
    form.fill("[name=summary]", "Mine")
    wait_until_kept(form)
    other = draft.stored()
    other.summary = "Theirs"
    cast.save(other, will)
    form = crash(form, address(draft))
    expect(form.get_by_text(OFFER)).to_contain_text("A newer version was saved meanwhile")
    bring_back(form)
    form.click("[name=_continue]")
    expect(form.get_by_role("alert")).to_contain_text("Will Sample")
    assert draft.stored().summary == "Theirs"


def test_a_text_that_is_locked_by_now_can_be_copied(form, draft, wen):
    form.fill("[name=summary]", "Too late.")
    wait_until_kept(form)
    cast.submit(draft, wen)
    form = crash(form, address(draft))
    expect(form.get_by_text(OFFER)).to_be_visible()
    if form.get_by_role("button", name="Bring it back").count():
        bring_back(form)
    expect(form.locator(".kept textarea")).to_have_value("Too late.")


def test_two_pages_in_two_tabs_do_not_mix(form, draft, wen):
    other = cast.article(wen)
    second = form.context.new_page()
    second.goto(address(other))
    form.fill("[name=summary]", "Of the first.")
    second.fill("[name=summary]", "Of the second.")
    wait_until_kept(form, 2)
    second = crash(second, address(other))
    bring_back(second)
    expect(second.locator("[name=summary]")).to_have_value("Of the second.")
    second.click("[name=_continue]")
    expect(second.locator(".messagelist")).to_contain_text("successfully")
    wait_until_kept(form, 1)


def test_it_can_be_looked_at_and_discarded(form, draft):
    delete_all(form)
    form.keyboard.type("Only a trial")
    wait_until_kept(form)
    form = crash(form, address(draft))
    form.get_by_text("Look at it first").click()
    expect(form.locator(".kept textarea")).to_have_value("Only a trial")
    form.get_by_role("button", name="Discard this text").press("Enter")
    expect(form.locator(".kept [role=status]")).to_have_text("The text was discarded.")
    wait_until_kept(form, 0)


# --- People ---------------------------------------------------------------------------------------


def test_nobody_else_is_offered_it_or_can_read_it(form, draft, will):
    form.fill("[name=summary]", "For Wen alone.")
    wait_until_kept(form)
    store = kept(form)
    assert "For Wen alone" not in json.dumps(store)
    form.context.clear_cookies()  # she has gone, without signing out
    form = crash(form, "/admin/")
    log_in(form, "will")
    form.goto(address(draft))
    expect(editor(form)).to_be_visible()
    expect(form.get_by_text(OFFER)).to_have_count(0)
    assert kept(form) == store
    form.context.clear_cookies()
    log_in(form, "wen")
    form.goto(address(draft))
    bring_back(form)
    expect(form.locator("[name=summary]")).to_have_value("For Wen alone.")


def test_where_the_browser_keeps_nothing_leaving_still_asks(form, draft):
    form.add_init_script(
        "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (name, text) {"
        " if (name.startsWith('kept/')) throw new Error('full'); set.call(this, name, text); }"
    )
    form.goto(address(draft))
    form.fill("[name=summary]", "Nowhere to keep it.")
    form.wait_for_timeout(600)
    assert warns(form)


def test_what_is_old_is_not_kept_for_ever(form, draft):
    form.fill("[name=summary]", "Some time ago.")
    wait_until_kept(form)
    form.evaluate(
        """() => { for (const [name, text] of Object.entries(localStorage)) {
          if (!name.startsWith("kept/")) continue;
          localStorage.setItem(name, JSON.stringify({ ...JSON.parse(text), until: 1 })); } }"""
    )
    form = crash(form, "/admin/")
    wait_until_kept(form, 0)
