"""What the browser of a writer or a reviewer is set to: no script, or colours of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from editorial.models import Document, State
from tests.accessibility._contrast import contrast
from tests.accessibility._staff_pages import PAGES, unfold
from tests.accessibility.staff.conftest import Staff, staff_in
from tests.cast import PASSWORD

PAPER = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def plain(browser, staff_site) -> Iterator[Staff]:
    yield from staff_in(browser, staff_site, java_script_enabled=False)


def open_as(staff: Staff, who: str, address: str) -> Page:
    staff.sign_in(who)
    staff.tab.goto(address)
    return staff.tab


def test_without_a_script_a_text_goes_from_its_writer_to_readers(plain):
    tab = open_as(plain, "wen", "/admin/articles/article/add/")
    tab.get_by_label("Title").fill("Without a script")
    tab.get_by_label("Summary").fill("One sentence.")
    tab.get_by_label("Body").fill("<h2>First</h2><p>Some text.</p><h2>Second</h2><p>More.</p>")
    tab.get_by_role("button", name="Save", exact=True).click()
    tab.get_by_label("Summary").fill("Another sentence.")
    tab.get_by_role("button", name="Save and submit for review").click()
    tab.get_by_role("button", name="Submit").click()

    text = Document.objects.get(title="Without a script")
    assert text.state == State.MEDICAL_REVIEW
    assert text.summary == "Another sentence."

    tab = open_as(plain, "ravi", f"/review/{text.reviews.get().pk}/")
    unfold("Add a comment")(tab)
    tab.get_by_label("Comment", exact=True).fill("Fine.")
    tab.get_by_role("button", name="Add the comment").click()
    tab.get_by_role("button", name="Resolve").click()
    unfold("Sign off")(tab)
    for question in tab.locator("[type=radio][value=yes]").all():
        question.check()
    for name in ("scope", "meaning", "conflict"):
        tab.locator(f"[name={name}]").first.check()
    tab.locator("[name=password]").fill(PASSWORD)
    tab.get_by_role("button", name="Sign off this text").click()
    assert text.stored().state == State.PUBLISHED


# --- In the colours of the reader's system --------------------------------------------------------

# What a line or a surface tells; letters are always seen.
EDGES = """() => [...document.querySelectorAll(
  "input:not([type=hidden], [type=submit], [type=checkbox], [type=radio]), select, textarea,"
  + " .prose-editor .ProseMirror, .select2-selection, .button, button, [type=submit], .state,"
  + " .standing, .sent-back, .notice, .act, .refused, .case-decision, .comment, ul.messagelist li"
)].filter((each) => each.checkVisibility() && each.offsetWidth > 4 && !each.closest(
  // Out of sight, or inside of what has the edge.
  ".visually-hidden, .select2-hidden-accessible, .select2-search, [popover],"
  + " .prose-menubar__selected"
))
.map((each) => {
  const style = getComputedStyle(each);
  const sides = ["Top", "Left", "Bottom"].filter((side) =>
    parseFloat(style[`border${side}Width`]) && style[`border${side}Style`] !== "none");
  const lined = style.textDecorationLine.includes("underline") ? [style.textDecorationColor] : [];
  return [each.outerHTML.slice(0, 90),
    [...sides.map((side) => style[`border${side}Color`]), ...lined]];
})"""
SEEN_IN_FORCED = ["draft, sent back", "draft, refused", "locked, live", "review, review", "queue"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_every_field_button_and_box_has_an_edge(browser, staff_site, scheme):
    given = {"forced_colors": "active", "color_scheme": scheme}
    for staff in staff_in(browser, staff_site, **given):
        unseen = []
        for name in SEEN_IN_FORCED:
            tab = staff.show(PAGES[name])
            tab.emulate_media(color_scheme=scheme)
            paper = tab.evaluate(PAPER)
            for words, colours in tab.evaluate(EDGES):
                if max((contrast(each, paper) for each in colours), default=0) < 3:
                    unseen.append(f"{name}: {words}")
        assert unseen == []


def test_in_forced_colours_what_is_pressed_differs_from_what_is_not(browser, staff_site):
    for staff in staff_in(browser, staff_site, forced_colors="active"):
        tab = staff.show(PAGES["draft, sent back"])
        tab.get_by_role("textbox", name="Body").click()
        bold = tab.get_by_role("button", name="bold").first
        look = "each => [getComputedStyle(each).backgroundColor, getComputedStyle(each).outline]"
        before = bold.evaluate(look)
        bold.click()
        expect(bold).to_have_attribute("aria-pressed", "true")
        assert bold.evaluate(look) != before


# --- Without motion -------------------------------------------------------------------------------

MOVES = """() => [...document.querySelectorAll("*")].filter((each) => {
  const { transitionDuration, animationDuration } = getComputedStyle(each);
  return [transitionDuration, animationDuration].some((all) =>
    all.split(",").some((one) => parseFloat(one) > 0));
}).map((each) => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("name", ["draft, sent back", "article: changelist", "review, review"])
def test_nothing_moves_for_who_asked_for_less_motion(staff, name):
    assert staff.show(name).evaluate(MOVES) == []
