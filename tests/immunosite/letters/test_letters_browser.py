"""A letter's whole way in a browser: a reader reports, an editor answers and closes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import Page, expect

from immunosite.letters.models import Letter
from tests.editorial.admin.test_form_browser import log_in


@pytest.fixture
def report(page, edition) -> Page:
    page.goto(edition.get_absolute_url())
    page.get_by_role("link", name="Report a problem with this page").click()
    return page


def test_a_reader_reports_and_an_editor_answers_and_closes(report, edda):
    report.get_by_label("What is wrong?").fill("A word is missing.")
    report.get_by_label("Your e-mail address").fill("reader@example.org")
    report.get_by_role("button", name="Send the report").click()
    expect(report.get_by_role("heading", level=1)).to_contain_text("Your report has arrived")
    assert report.context.cookies() == []
    report.go_back()  # a reader who goes back and forth sends nothing twice
    report.go_forward()
    assert Letter.objects.count() == 1

    log_in(report, "edda")
    report.get_by_role("link", name="A word is missing.").click()
    # Its own look into the style sheets would break the admin's policy.
    assert Axe().run(report, "#content", {"preload": False}).violations_count == 0
    report.get_by_label("Answer", exact=True).fill("Thank you; it is mended.")
    report.get_by_role("button", name="Send the answer").click()
    expect(report.locator(".messagelist")).to_contain_text("The answer was sent.")
    assert mail.outbox[0].to == ["reader@example.org"]
    report.get_by_role("link", name="A word is missing.").click()
    report.get_by_label("What came of it").fill("Corrected in edition 2.")
    report.get_by_role("button", name="Close the letter").click()
    expect(report.locator("#changelist")).to_contain_text("0 letters from readers")
    assert Letter.objects.get().reply_to == ""


def test_what_was_refused_is_told_first_and_leads_to_its_field(report):
    report.get_by_label("Your e-mail address").fill("nobody")
    report.get_by_role("button", name="Send the report").click()
    told = report.get_by_role("alert")
    expect(told).to_be_focused()
    expect(told).to_contain_text("Your letter was not sent")
    told.get_by_role("link", name="not a whole e-mail address").click()
    expect(report.get_by_label("Your e-mail address")).to_be_focused()
    expect(report.get_by_label("Your e-mail address")).to_have_value("nobody")


def test_nobody_comes_upon_the_trap(report):
    trap = report.locator("[name=website]")
    expect(trap).to_be_hidden()
    assert "Leave this field empty" not in report.locator("main").inner_text()
    assert "Leave this field empty" not in report.locator("main").aria_snapshot()
