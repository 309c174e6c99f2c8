"""The editor itself: what its buttons, keys and dialogs put into the text, and where it stands."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests import cast
from tests.admin_forms import address
from tests.editorial.admin.test_form_browser import editor, log_in


@pytest.fixture
def form(page: Page, wen) -> Page:
    draft = cast.article(wen, body="")
    log_in(page, "wen")
    page.goto(address(draft))
    expect(editor(page)).to_be_visible()
    editor(page).click()
    return page


def saved(tab: Page) -> str:
    tab.click("[name=_continue]")
    expect(tab.locator(".messagelist")).to_contain_text("successfully")
    return Article.objects.get().body


def press(tab: Page, name: str) -> None:
    tab.locator(".field-body").get_by_role("button", name=name, exact=True).click()


# --- What it writes -------------------------------------------------------------------------------


def test_shift_and_enter_break_the_line(form):
    form.keyboard.type("one")
    form.keyboard.press("Shift+Enter")
    form.keyboard.type("two")
    press(form, "line break")
    form.keyboard.type("three")
    assert saved(form) == "<p>one<br>two<br>three</p>"
    assert editor(form).inner_text() == "one\ntwo\nthree"


def test_raised_and_lowered_by_key_and_by_button(form):
    form.keyboard.type("10")
    form.keyboard.press("Control+.")
    form.keyboard.type("9")
    form.keyboard.press("Control+.")
    form.keyboard.type("/L, CO")
    press(form, "subscript")
    form.keyboard.type("2")
    assert saved(form) == "<p>10<sup>9</sup>/L, CO<sub>2</sub></p>"


def test_a_new_table_begins_with_a_header_row(form):
    press(form, "Insert table")
    expect(form.get_by_role("dialog", name="New table")).to_be_visible()
    form.get_by_role("button", name="Insert the table").click()
    form.keyboard.type("Dose")
    body = saved(form)
    assert body.count("<th") == 3
    assert body.count("<td") == 6
    assert body.index("<th") < body.index("<td")


def test_the_reach_of_a_header_survives_an_edit(form):
    draft = Article.objects.get()
    table = '<table><tbody><tr><th scope="row"><p>a</p></th><td><p>b</p></td></tr></tbody></table>'
    draft.body = table + "<p>after</p>"
    cast.save(draft, draft.owner)
    form.reload()
    editor(form).get_by_text("after").click()
    form.keyboard.type("!")
    assert 'scope="row"' in saved(form)


def test_asterisks_of_a_pasted_text_stay(form):
    form.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text = "HLA-B *57:01 and HLA-A *31:01 and __one__\nnext line"
    form.evaluate("text => navigator.clipboard.writeText(text)", text)
    form.keyboard.press("Control+v")
    first, second = text.split("\n")
    assert saved(form) == f"<p>{first}</p><p>{second}</p>"


# --- Links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("https://www.cancer.gov/", "https://www.cancer.gov/"),
        ("www.cancer.gov/about", "https://www.cancer.gov/about"),
        ("cancer.gov", "https://cancer.gov"),
        ("tel:+44 20 7946 0000", "tel:+442079460000"),
        ("020 7946 0000", "tel:02079460000"),
        ("sms:+442079460000", "sms:+442079460000"),
        ("mailto:nurse@example.org", "mailto:nurse@example.org"),
        ("nurse@example.org", "mailto:nurse@example.org"),
        ("/glossary/antigen/", "/glossary/antigen/"),
    ],
)
def test_a_link_is_what_was_typed_and_survives_the_save(form, typed, href):
    form.keyboard.type("here")
    form.keyboard.press("Control+a")
    form.keyboard.press("Control+k")
    form.get_by_role("dialog", name="Link").get_by_label("Address").fill(typed)
    form.keyboard.press("Enter")
    expect(editor(form).locator("a")).to_have_attribute("href", href)
    assert f'href="{href}"' in saved(form)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "Type an address"),
        ("javascript:alert(1)", "cannot begin with “javascript:”"),
        ("see above", "not a whole address"),
        ("https://", "not a whole address"),
        ("#part", "not a whole address"),
        ("tel:", "number is missing"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_at_its_field(form, typed, fault):
    form.keyboard.type("here")
    form.keyboard.press("Control+a")
    press(form, "insert link")
    field = form.get_by_role("dialog", name="Link").get_by_label("Address")
    field.fill(typed)
    form.get_by_role("button", name="Save the link").click()
    expect(form.get_by_role("alert")).to_contain_text(fault)
    expect(field).to_be_focused()
    form.keyboard.press("Escape")
    expect(editor(form).locator("a")).to_have_count(0)


# --- Where it stands, and how it is worked --------------------------------------------------------


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_the_toolbar_stays_in_sight_and_can_be_hit(form, width):
    form.set_viewport_size({"width": width, "height": 800})
    editor(form).click()
    for _ in range(60):
        form.keyboard.press("Enter")
    bar = form.locator(".field-body .prose-menubar")
    box = bar.bounding_box()
    assert 0 <= box["y"] < 60
    for button in bar.locator("button.prose-menubar__button:visible").all():
        size = button.bounding_box()
        assert min(size["width"], size["height"]) >= 24
    assert form.evaluate("document.documentElement.scrollWidth") <= width


def test_buttons_say_whether_they_are_pressed(form):
    bold = form.locator(".field-body").get_by_role("button", name="bold", exact=True)
    expect(bold).to_have_attribute("aria-pressed", "false")
    form.keyboard.press("Control+b")
    expect(bold).to_have_attribute("aria-pressed", "true")
    group = form.get_by_role("group", name="Formatting of Body")
    for button in group.get_by_role("button").all():
        assert button.get_attribute("aria-label")


ADD = ["articles/article", "articles/therapytype", "articles/condition", "glossary/glossaryentry"]


@pytest.mark.parametrize("kind", ADD)
def test_the_text_stands_right_below_title_and_summary(page, wen, kind):
    log_in(page, "wen")
    page.goto(f"/admin/{kind}/add/")
    expect(page.locator(".tiptap").first).to_be_visible()
    names = page.locator(".form-row").evaluate_all(
        "rows => rows.map(row => row.className.match(/field-(\\w+)/)?.[1])"
    )
    assert names[:3] == ["title", "slug", "summary"]
    assert page.locator(".form-row").nth(3).locator(".tiptap").count() == 1


def test_the_body_of_an_article_has_room_for_twenty_lines(form):
    line = editor(form).locator("p").first.bounding_box()["height"]
    assert editor(form).bounding_box()["height"] >= 20 * line


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_the_editor(browser: Browser, live_server: LiveServer, wen, width):
    # Axe comes into the page as a script, which the policy would rightly refuse.
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    tab = context.new_page()
    tab.set_viewport_size({"width": width, "height": 900})
    log_in(tab, "wen")
    tab.goto(address(cast.article(wen)))
    editor(tab).click()
    tab.keyboard.press("Control+b")
    row = ".field-body"
    found = Axe().run(tab, row, {"resultTypes": ["violations"]}).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    tab.keyboard.press("Control+a")
    press(tab, "insert link")
    tab.get_by_role("button", name="Save the link").click()
    found = Axe().run(tab, "dialog", {"resultTypes": ["violations"]}).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    context.close()


# --- What nobody sees -----------------------------------------------------------------------------


def test_characters_that_are_kept_unseen_have_marks_that_are_no_part_of_the_text(form):
    marks = editor(form).locator(".tiptap-invisible-character")
    form.keyboard.insert_text("5\u00a0mg anti\u00adbodies")
    expect(marks).to_have_text(["°", "[soft hyphen]"])
    form.keyboard.insert_text("\u00a0x")
    form.keyboard.press("Home")
    form.keyboard.type("At ")
    expect(marks).to_have_text(["°", "[soft hyphen]", "°"])  # none twice
    assert saved(form) == "<p>At 5&nbsp;mg anti\u00adbodies&nbsp;x</p>"
