"""With the Tab key through a page of admin or desk: all of it is reached, in order, and seen."""

import pytest
from django.urls import reverse

WALKED = [
    *("article: add", "draft, sent back", "draft, two at once", "locked, review", "locked, live"),
    *("article: changelist", "work of wen", "work of edda", "history with acts"),
    *("article: submit", "act: withdraw", "letter, question", "user: changelist"),
    *("queue", "review, by an editor"),
]

# All places where the Tab key has to stop. The focus is put on the first.
WATCH = """() => {
  const can = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  window.stops = [];
  window.places = [...document.querySelectorAll(can)].filter((each) => !each.disabled
    && each.tabIndex >= 0 && each.checkVisibility({visibilityProperty: true})
    && !each.matches("[type=radio]:not(:checked), .ProseMirror a"));
  places[0].focus();
}"""
# Where it stands now; true when it has come round.
NOTE = """() => {
  const target = document.activeElement;
  if (target === document.body || (stops.length && target === stops[0].target)) return true;
  // The field in which a list is searched has the ring of what was chosen, around it.
  const style = getComputedStyle(target.closest(".select2-selection--multiple") ?? target);
  const {left, right, top, bottom} = target.getClientRects()[0] ?? target.getBoundingClientRect();
  // Not entirely hidden (WCAG 2.2, 2.4.11): a tall field may begin above the bar that saves.
  const isSeen = ([x, y]) => {
    const above = document.elementFromPoint(x, y);
    return above !== null && (target.contains(above) || above.contains(target));
  };
  const middle = [(left + right) / 2, (top + bottom) / 2];
  stops.push({target, words: target.outerHTML.slice(0, 90),
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    inSight: [middle, [left + 3, top + 3], [left + 3, bottom - 3]].some(isSeen)});
  return false;
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
    tab = staff.show(name)
    tab.wait_for_load_state("networkidle")  # the editor is there
    tab.evaluate(WATCH)
    while not tab.evaluate(NOTE):
        assert tab.evaluate("stops.length") < 300, "The focus is caught"
        tab.keyboard.press("Tab")
    assert tab.evaluate(FAULTS_OF_STOPS) == []


# By the client, which makes the database of this file.
@pytest.mark.django_db
@pytest.mark.parametrize("route", ["admin:index", "desk-queue"])
def test_the_first_stop_skips_to_the_page(client, edda, route):
    client.force_login(edda)
    page = client.get(reverse(route)).content.decode()
    skip = page.index('href="#')
    assert skip < page.index("<header")
