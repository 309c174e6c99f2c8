"""What was typed survives a closed tab, a lost session and a refused save; leaving asks first."""

import json
import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from articles.models import Article
from evidence.library import save_reference
from evidence.models import Reference
from immunosite.letters.models import Letter
from tests import cast
from tests._page_world import source
from tests.accessibility._in_page import TOUCHING
from tests.admin_forms import address
from tests.editorial.admin.test_form_browser import editor, log_in

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


@pytest.fixture
def form(page: Page, draft: Article) -> Page:
    log_in(page, "wen")
    page.goto(address(draft))
    expect(editor(page)).to_be_visible()
    return page


# --- Leaving asks, exactly when something differs -------------------------------------------------


def bold(tab: Page) -> None:
    editor(tab).press("Control+a")
    tab.keyboard.press("Control+b")


def delete_all(tab: Page) -> None:
    editor(tab).press("Control+a")
    tab.keyboard.press("Delete")


def table(tab: Page) -> None:
    editor(tab).click()
    tab.get_by_role("button", name="Insert table").click()
    tab.locator("dialog [type=submit]").click()


def paste(tab: Page) -> None:
    editor(tab).click()
    tab.evaluate("navigator.clipboard.writeText('Pasted words')")
    tab.keyboard.press("Control+v")
    expect(editor(tab)).to_contain_text("Pasted words")


def undo(tab: Page) -> None:
    """What was saved a moment ago is taken back."""
    editor(tab).click()
    tab.keyboard.type("More")
    tab.click("[name=_continue]")
    expect(tab.locator(".messagelist")).to_contain_text("successfully")
    delete_all(tab)
    tab.keyboard.press("Control+z")
    tab.keyboard.press("Control+y")


def choose_source(tab: Page) -> None:
    tab.locator("#citations-group .add-row a").click()


def choose_page(tab: Page) -> None:
    tab.locator(".field-see_also .select2-search__field").click()
    tab.locator(".select2-results__option").get_by_text("Choose me").click()


def choose_kind(tab: Page) -> None:
    tab.locator("[name=genre]").select_option("question")


@pytest.mark.parametrize(
    "change",
    [bold, delete_all, table, paste, undo, choose_source, choose_page, choose_kind],
    ids=lambda change: change.__name__,
)
def test_leaving_asks_after_every_sort_of_change(form, wen, draft, change):
    form.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cast.article(wen, title="Choose me")
    form.reload()
    expect(editor(form)).to_be_visible()
    change(form)
    assert warns(form)


KEYS = ["Control+i", "Control+x", "Control+Shift+8", "Control+Alt+2", "Shift+Enter", "Control+.",
        "Enter", "Backspace", "Control+Shift+b"]  # fmt: skip
TEXT = (
    '<p>One <a href="https://example.org">two</a> <strong>three</strong></p>'
    "<table><tbody><tr><th><p>a</p></th><td><p>b</p></td></tr>"
    "<tr><td><p>c</p></td><td><p>d</p></td></tr></tbody></table>"
)
EDITOR = "window.formState.editors.get(document.querySelector('[name=body]'))"
SELECT = f"""words => {{
    const from = {EDITOR}.view.posAtDOM(words, 0);
    const to = from + words.textContent.length;
    {EDITOR}.chain().focus().setTextSelection({{from, to}}).run();
}}"""
WOULD_ASK = "!dispatchEvent(new Event('beforeunload', {cancelable: true}))"


def test_leaving_asks_after_every_command_of_the_editor(form, draft):
    draft.body = TEXT
    cast.save(draft, draft.owner)
    form.reload()
    expect(editor(form)).to_contain_text("three")
    buttons = form.locator(".field-body .prose-menubar__button")
    acts = [lambda at=at: buttons.nth(at).dispatch_event("click") for at in range(buttons.count())]
    acts += [lambda key=key: form.keyboard.press(key) for key in KEYS]
    loaded, changed = form.evaluate(f"{EDITOR}.getHTML()"), 0
    for number, act in enumerate(acts):
        for place in ("p", "td p"):
            editor(form).locator(place).first.evaluate(SELECT)
            act()
            if form.locator("dialog [type=submit]").count():
                form.locator("dialog [type=submit]").click()
                form.keyboard.press("Escape")  # where it asks for more than was given
            differs = form.evaluate(f"{EDITOR}.getHTML()") != loaded
            assert form.evaluate(WOULD_ASK) == differs, (number, place)
            changed += differs
            form.evaluate(f"text => {EDITOR}.commands.setContent(text)", loaded)
    assert changed > 30


def test_leaving_asks_nothing_where_nothing_differs(form, draft):
    editor(form).click()
    form.keyboard.type("x")
    form.keyboard.press("Backspace")
    form.fill("[name=summary]", "Other")
    form.fill("[name=summary]", draft.summary)
    form.locator("[name=genre]").select_option("question")
    form.locator("[name=genre]").select_option("explainer")
    assert not warns(form)
    assert not [name for name in kept(form) if name.startswith("kept/")]


def test_taking_the_newer_text_is_a_change(form, draft, will):
    form.fill("[name=summary]", "Mine")
    other = draft.stored()
    other.title = "Their title"
    cast.save(other, will)
    form.click("[name=_continue]")
    form.get_by_role("button", name="Use this newer text").first.click()
    assert warns(form)


def test_a_saved_form_asks_nothing(form):
    form.fill("[name=summary]", "Another summary.")
    assert not warns(form, lambda: form.click("[name=_continue]"))
    expect(form.locator(".messagelist")).to_contain_text("successfully")
    assert not warns(form)


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


# --- The other forms ------------------------------------------------------------------------------


def test_a_reviewers_words_are_kept_and_never_the_password(page, review, ravi):
    log_in(page, "ravi")
    desk = reverse("desk-review", args=[review.pk])
    page.goto(desk)
    page.get_by_text("Request changes", exact=True).click()
    page.get_by_label("What must change").fill("The dose is wrong.")
    page.get_by_text("Sign off", exact=True).click()
    page.get_by_label("Your conflict of interest").fill("Shares.")
    page.get_by_label("Your password").fill(cast.PASSWORD)
    wait_until_kept(page, 2)
    page.evaluate("() => { crypto.subtle.encrypt = async (how, key, data) => data.buffer; }")
    page.get_by_label("Your conflict of interest").fill("Shares of a maker.")
    page.wait_for_timeout(600)
    assert "Shares of a maker." in json.dumps(kept(page))
    assert cast.PASSWORD not in json.dumps(kept(page))
    page.get_by_label("Your conflict of interest").fill("")
    wait_until_kept(page, 1)
    page = crash(page, desk)
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.get_by_text(OFFER)).to_be_visible()
    assert page.evaluate(TOUCHING) == []
    bring_back(page)
    expect(page.get_by_label("What must change")).to_have_value("The dose is wrong.")
    page.get_by_role("button", name="Send back to the writer").click()
    page.get_by_text("The draft went back to the writer").wait_for()
    wait_until_kept(page, 0)


def test_a_comment_is_kept_when_the_session_has_ended(page, review, ravi):
    log_in(page, "ravi")
    desk = reverse("desk-review", args=[review.pk])
    page.goto(desk)
    page.get_by_text("Add a comment", exact=True).click()
    page.locator("[name=body]").fill("Which study says so?")
    Session.objects.all().delete()
    page.get_by_role("button", name="Add the comment").click()
    page.wait_for_load_state()
    log_in(page, "ravi")
    page.goto(desk)
    bring_back(page)
    expect(page.locator("[name=body]")).to_have_value("Which study says so?")


def test_a_source_of_the_library_is_kept(page, wen):
    log_in(page, "wen")
    page.goto("/admin/evidence/reference/add/")
    page.fill("[name=title]", "A long title of a study")
    assert warns(page)
    page = crash(page, "/admin/evidence/reference/add/")
    bring_back(page)
    expect(page.locator("[name=title]")).to_have_value("A long title of a study")
    page.fill("[name=key]", "long-2024")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("successfully")
    assert Reference.objects.get().title == "A long title of a study"
    wait_until_kept(page, 0)


def test_the_reason_of_a_withdrawal_and_an_answer_to_a_reader_are_kept(page, edition, edda):
    letter = Letter.objects.create(kind="question", text="Does it hurt?", sender="x")
    log_in(page, "edda")
    for url, field in (
        (address(edition.document, "act", "withdraw"), "[name=reason]"),
        (reverse("admin:letters_letter_change", args=[letter.pk]), "textarea >> nth=0"),
    ):
        page.goto(url)
        page.locator(field).fill("Words that took an hour.")
        wait_until_kept(page)
        page = crash(page, url)
        bring_back(page)
        expect(page.locator(field)).to_have_value("Words that took an hour.")
        page = crash(page, url)
        page.get_by_role("button", name="Discard this text").click()
        wait_until_kept(page, 0)


def test_signing_in_leaves_nothing(page, wen):
    page.goto("/admin/")
    page.fill("[name=username]", "wen")
    page.wait_for_timeout(600)
    assert kept(page) == {}


# --- Readers --------------------------------------------------------------------------------------


@pytest.fixture
def reader(context_of_page: BrowserContext) -> Page:
    return context_of_page.new_page()


@pytest.fixture
def context_of_page(page: Page) -> BrowserContext:
    return page.context


def test_a_readers_letter_comes_back_and_is_deleted_once_it_has_arrived(reader, edition):
    letter = edition.get_absolute_url() + "report/"
    reader.goto(letter)
    reader.get_by_label("What is wrong?").fill("A word is missing.")
    wait_until_kept(reader)
    reader = crash(reader, letter)
    bring_back(reader)
    expect(reader.get_by_label("What is wrong?")).to_have_value("A word is missing.")
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("has arrived")
    wait_until_kept(reader, 0)
    reader.goto(letter)
    expect(reader.get_by_text(OFFER)).to_have_count(0)
    assert reader.context.cookies() == []


def test_a_refused_letter_is_kept_on(reader, db):
    reader.goto("/ask/")
    reader.get_by_label("Your question").fill("Does it hurt?")
    reader.get_by_label("Your e-mail address").fill("nobody")
    reader.get_by_role("button", name="Send the question").click()
    expect(reader.get_by_role("alert")).to_contain_text("was not sent")
    wait_until_kept(reader)
    expect(reader.get_by_text(OFFER)).to_have_count(0)
    reader = crash(reader, "/ask/")
    bring_back(reader)
    expect(reader.get_by_label("Your question")).to_have_value("Does it hurt?")
    reader.get_by_label("Your e-mail address").fill("")
    reader.get_by_role("button", name="Send the question").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("has arrived")
    wait_until_kept(reader, 0)


def test_the_page_of_thanks_alone_deletes_nothing(reader, db):
    reader.goto("/ask/")
    reader.get_by_label("Your question").fill("Does it hurt?")
    wait_until_kept(reader)
    reader = crash(reader, "/ask/?sent=yes")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("has arrived")
    wait_until_kept(reader, 1)


def test_readers_are_told_where_it_is_kept(reader, db):
    reader.goto("/ask/")
    expect(reader.locator("main")).to_contain_text(re.compile("kept in this browser alone"))
    reader.goto("/about/privacy/")
    expect(reader.locator("main")).to_contain_text("kept in your own browser")
    reader.goto("/about/standards/")
    assert "kept/" not in reader.content()
