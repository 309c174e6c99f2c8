"""What no rule of axe says: nothing lies on a title, no list slides sideways, links are seen."""

import pytest

from tests.accessibility._in_page import OVERLAPS
from tests.accessibility._staff_pages import PAGES
from tests.accessibility.staff.conftest import HEIGHT, Staff

FORMS = ["draft, unfolded", "locked, live"]
LISTS = ["document: changelist", "list, sorted and filtered", "queue"]
BELOW_OTHERS = ["draft, unfolded", "glossary links", "history with acts"]

# Boxes whose words are read only by sliding them; a text's own wide tables may.
SLIDING = """() => [...document.querySelectorAll("main, main *")]
  .filter((each) => each.scrollWidth > each.clientWidth + 1
    && /auto|scroll/.test(getComputedStyle(each).overflowX)
    && !each.closest(".as-readers, .prose-editor"))
  .map((each) => `${each.tagName} ${each.id} ${each.className}`)"""
# Words of other things that stand in the title's box.
ON_TITLE = """() => {
  const title = document.querySelector("h1").getBoundingClientRect();
  return [...document.querySelectorAll("main a, main button, main input")]
    .filter((each) => each.checkVisibility() && !each.closest("h1, .visually-hidden"))
    .filter((each) => {
      const {left, right, top, bottom} = each.getBoundingClientRect();
      return left < title.right - 1 && title.left < right - 1
        && top < title.bottom - 1 && title.top < bottom - 1 && right - left > 1;
    }).map((each) => each.outerHTML.slice(0, 80));
}"""
UNMARKED = """() => [...document.querySelectorAll(".breadcrumbs a, .breadcrumb a")]
  .filter((each) => getComputedStyle(each).textDecorationLine !== "underline")
  .map((each) => each.textContent)"""


# The site of these tests stands in no transaction; this one has the database made for it.
@pytest.mark.django_db
def test_every_sight_is_in_the_list_of_pages():
    assert {*FORMS, *LISTS, *BELOW_OTHERS} <= PAGES.keys()


@pytest.mark.parametrize("width", [390, 820])
@pytest.mark.parametrize("name", FORMS)
def test_nothing_lies_on_the_title_of_a_form(staff: Staff, name, width):
    tab = staff.show(name)
    tab.set_viewport_size({"width": width, "height": HEIGHT})
    assert tab.evaluate(ON_TITLE) == []
    assert tab.evaluate(OVERLAPS) == []


@pytest.mark.parametrize("width", [390, 820])
@pytest.mark.parametrize("name", LISTS)
def test_no_list_slides_sideways(staff: Staff, name, width):
    tab = staff.show(name)
    tab.set_viewport_size({"width": width, "height": HEIGHT})
    assert tab.evaluate(SLIDING) == []


@pytest.mark.parametrize("name", BELOW_OTHERS)
def test_the_way_back_is_not_told_by_colour_alone(staff: Staff, name):
    tab = staff.show(name)
    assert tab.locator(".breadcrumbs a").count()
    assert tab.evaluate(UNMARKED) == []
