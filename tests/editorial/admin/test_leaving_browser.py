"""Leaving a form asks first, exactly when something in it differs from what is saved."""

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.editorial.admin._kept_text import choose_page, choose_source, delete_all, kept, warns
from tests.editorial.admin.test_form_browser import editor


def bold(tab: Page) -> None:
    editor(tab).press("Control+a")
    tab.keyboard.press("Control+b")


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
