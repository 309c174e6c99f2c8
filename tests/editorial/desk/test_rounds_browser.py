"""A later round in a real browser: answered and resolved, by keyboard and without script."""

import pytest
from django.urls import reverse

from editorial import acts
from editorial.models import Comment
from tests import cast
from tests.editorial.desk.test_desk_browser import DESKTOP, PHONE, TABLET, faults, log_in

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SIZES = pytest.mark.parametrize(
    "size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"]
)


@pytest.fixture
def second(edition, wen, ravi, mei):
    """The third round of a page that is live, with an old comment, answered, and a new one."""
    cast.publish(cast.entry(wen, title="Antigen", slug="antigen"), wen, ravi)
    acts.revise(edition.document, by=wen)
    draft = edition.document.stored()
    draft.body = "<h2>Dose</h2><p>Take 0.16 mg of the antigen once a day.</p>"
    draft.change_note, draft.publish_at = "A new dose.", cast.days_ahead(3)
    cast.save(draft, wen)
    first = cast.submit(draft, wen)
    remark = acts.comment(
        first, by=mei, body="Is 0.16 mg right? The label says more.", place="Dose"
    )
    acts.request_changes(first, by=mei, reason="Please look at the dose again.")
    acts.answer(remark, by=wen, body="It should have been 1.6 mg. Corrected.", done=True)
    draft = draft.stored()
    draft.body = draft.body.replace("0.16", "1.6")
    cast.save(draft, wen)
    review = cast.submit(draft, wen)
    acts.comment(review, by=ravi, body="Before or after a meal?", place="Summary")
    return review


@SIZES
def test_axe_finds_nothing_on_the_page_of_a_later_round(page, second, mei, size):
    log_in(page, mei, size)
    for since in ("round", "live", "whole"):
        page.goto(f"{reverse('desk-review', args=[second.pk])}?since={since}")
        assert faults(page) == []
        assert not page.evaluate(WIDE)
    page.get_by_text("Answer", exact=False).first.click()
    assert faults(page) == []
    page.goto(reverse("desk-queue"))
    assert faults(page) == []
    assert not page.evaluate(WIDE)


def test_the_reviewer_resolves_signs_and_is_led_on_by_keyboard(page, second, wen, mei):
    cast.submit(cast.article(wen, title="The one after it"), wen)
    log_in(page, mei, TABLET)
    page.goto(reverse("desk-review", args=[second.pk]))
    for _ in range(2):
        page.get_by_role("button", name="Resolve").first.focus()
        page.keyboard.press("Enter")
        page.get_by_text("The comment is resolved.").wait_for()
    assert not Comment.objects.open().exists()
    page.get_by_text("Sign off", exact=True).click()
    assert page.locator(".signing").inner_text().startswith("Since round 2")
    for question in page.get_by_label("Yes", exact=True).all():
        question.check()
    for tick in page.locator("input[name=read]").all():
        tick.check()
    page.get_by_label("The whole page").check()
    page.get_by_label("I have read this text as it will be published. I approve").check()
    page.get_by_label("I have none").check()
    page.get_by_label("Your password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign off this text").click()
    page.get_by_role("link", name="The one after it").click()
    page.get_by_text("Review of “The one after it”").wait_for()


@SIZES
def test_the_writer_answers_beside_the_text(browser, live_server, second, wen, size):
    acts.recall(second, by=wen)
    form = reverse("admin:articles_article_change", args=[second.document_id])
    # Axe comes into the page as a script, which the policy would rightly refuse.
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    page = context.new_page()
    try:
        log_in(page, wen, size)
        page.goto(form)
        comment = page.locator(".remark", has_text="Before or after a meal?")
        comment.locator("summary").click()
        assert faults(page) == []
        assert not page.evaluate(WIDE)
        comment.get_by_label("Your answer").fill("After a meal.")
        comment.get_by_label("Done").check()
        comment.get_by_role("button", name="Send the answer").click()
        comment.get_by_text("After a meal.").wait_for()
    finally:
        context.close()


@pytest.mark.parametrize("name", ["mei", "wen"])
def test_it_works_without_script(browser, live_server, second, request, name):
    person = request.getfixturevalue(name)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    try:
        log_in(page, person, PHONE)
        page.goto(reverse("desk-review", args=[second.pk]))
        page.get_by_role("link", name="Whole text").click()
        assert page.get_by_role("heading", name="The whole text").is_visible()
        thread = page.locator(".comment", has_text="Before or after a meal?")
        thread.locator("summary").click()
        thread.get_by_label("Your answer").fill("After a meal.")
        thread.get_by_role("button", name="Send the answer").click()
        assert page.get_by_text("After a meal.").is_visible()
    finally:
        context.close()
