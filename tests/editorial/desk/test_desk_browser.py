"""The desk in a real browser, above all on a tablet: text and decision are both at hand."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from editorial.models import SignOff
from tests import cast

TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}

pytestmark = pytest.mark.django_db(transaction=True)


def log_in(page, person, size=TABLET):
    page.set_viewport_size(size)
    page.goto(f"{reverse('account_login')}?next={reverse('desk-queue')}")
    page.get_by_label("User name").fill(person.username)
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/review/")


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]


def fill_in(page):
    page.get_by_text("Sign off", exact=True).click()
    for question in page.get_by_label("Yes", exact=True).all():
        question.check()
    page.get_by_label("The whole page").check()
    page.get_by_label("I have read this text as it will be published. I approve").check()
    page.get_by_label("I have none").check()


def test_a_reviewer_signs_on_a_tablet(page, review, ravi):
    log_in(page, ravi)
    page.get_by_role("link", name=review.snapshot["title"]).click()
    page.get_by_role("link", name="Go to the decision").click()
    fill_in(page)
    page.get_by_label("Your password").fill("not mine at all")
    page.get_by_role("button", name="Sign off this text").click()
    page.get_by_role("link", name="That is not your password").click()
    assert page.evaluate("document.activeElement.name") == "password"
    assert page.get_by_label("I have none").is_checked()
    page.get_by_label("Your password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign off this text").click()
    page.get_by_text("Edition 1 is public now.").wait_for()
    assert SignOff.objects.get().signer == ravi


def test_the_decision_stands_beside_the_text_where_there_is_room(page, review, ravi):
    log_in(page, ravi, DESKTOP)
    page.goto(reverse("desk-review", args=[review.pk]))
    assert page.get_by_role("heading", name="Your decision").is_visible()
    text, decision = page.locator(".case-text"), page.locator(".case-decision")
    assert decision.bounding_box()["x"] > text.bounding_box()["x"] + 400


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(page, edition, wen, mei, size):
    draft = edition.document.stored()
    cast.acts.revise(draft, by=wen)
    draft = draft.stored()
    draft.summary, draft.body = "Other words.", "<h2>First</h2><p>Some other text.</p>"
    cast.save(draft, wen)
    review = cast.submit(draft, wen, note="Please look at the first part.")
    cast.acts.comment(review, by=wen, body="Is this right?", place="First")
    log_in(page, mei, size)
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    for url in (reverse("desk-queue"), reverse("desk-review", args=[review.pk])):
        page.goto(url)
        assert faults(page) == []
        assert not page.evaluate(wide), url
    page.get_by_role("button", name="Resolve").click()
    page.get_by_text("Sign off", exact=True).click()
    page.locator("form").evaluate_all("forms => forms.forEach(form => { form.noValidate = true })")
    page.get_by_role("button", name="Sign off this text").click()
    page.get_by_role("heading", name="Nothing was changed").wait_for()
    assert faults(page) == []
    assert not page.evaluate(wide)
