"""Grey passages of a text under review in a real browser: to be read, and told without colour."""

import pytest
from django.urls import reverse

from tests import cast
from tests.accessibility._contrast import contrast
from tests.editorial.desk.test_desk_browser import DESKTOP, PHONE, faults, log_in
from tests.editorial.passages.test_four_eyes import CALL, COMMA, CREAM, RASH, again, written

pytestmark = pytest.mark.django_db(transaction=True)
COLOUR = "element => getComputedStyle(element).color"
PAPER = "getComputedStyle(document.querySelector('.paper')).backgroundColor"
BAR = "element => getComputedStyle(element).boxShadow"


@pytest.fixture
def review(wen, will, mei):
    table = "<table><tbody><tr><td>Day 1</td><td>5 mg</td></tr></tbody></table>"
    body = f"<h2>Skin</h2>{RASH}{table}<ul><li>{CALL}</li></ul>"
    document = written(wen, body, key_points="Rash is rare")
    cast.publish(document, wen, mei)
    again(document, will, body=body.replace(RASH, COMMA) + CREAM)
    return cast.submit(document.stored(), will)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_grey_can_be_read_and_is_not_told_by_colour_alone(page, review, ravi, size, scheme):
    log_in(page, ravi, size)
    page.emulate_media(color_scheme=scheme)
    page.goto(reverse("desk-review", args=[review.pk]))
    paper = page.locator(".paper")
    ground = page.evaluate(PAPER)
    ink = paper.get_by_text("A cream with").evaluate(COLOUR)
    for words in ("Skin", "Day 1", "5 mg", "Call your team", "Rash is rare"):
        grey = paper.get_by_text(words, exact=words == "Skin").last
        assert grey.evaluate(COLOUR) != ink, words
        assert contrast(grey.evaluate(COLOUR), ground) >= 4.5, words
        assert grey.evaluate(BAR) == "none"
    assert contrast(ink, ground) >= 4.5
    assert paper.get_by_text("A cream with").evaluate(BAR) != "none"
    said = paper.get_by_role("img", name="Unchanged since edition 1, signed by Mei Sample").first
    assert said.is_visible()
    assert faults(page) == []


def test_a_changed_passage_leads_to_its_tick_and_back_by_keyboard(page, review, ravi):
    log_in(page, ravi, DESKTOP)
    page.goto(reverse("desk-review", args=[review.pk]))
    link = page.locator(".paper").get_by_role("link", name="New or changed").last
    link.focus()
    link.press("Enter")
    box = page.locator(".to-read:target")
    box.get_by_role("checkbox").check()
    box.get_by_role("link", name="In the text").press("Enter")
    assert page.locator(".to-tick:target").is_visible()
