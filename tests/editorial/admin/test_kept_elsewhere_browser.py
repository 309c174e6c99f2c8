"""What reviewers, editors and readers typed in other forms is kept as well."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from evidence.models import Reference
from immunosite.letters.models import Letter
from tests import cast
from tests.accessibility._in_page import TOUCHING
from tests.admin_forms import address
from tests.editorial.admin._kept_text import (
    OFFER,
    bring_back,
    crash,
    kept,
    wait_until_kept,
    warns,
)
from tests.editorial.admin.test_form_browser import log_in

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
