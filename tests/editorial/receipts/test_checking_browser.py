"""The button on a page's history, which checks a receipt with the browser's own cryptography."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from editorial import acts
from tests import cast


def history(page: Page, edition) -> None:
    page.goto(f"/articles/{edition.slug}/history/")
    page.get_by_role("button", name="Check it in this browser").click()


def test_it_says_what_was_checked(page, edition):
    history(page, edition)
    answer = page.get_by_role("status")
    expect(answer).to_contain_text("The receipt holds")
    expect(answer).to_contain_text("signed by Ravi Sample")
    expect(answer).to_contain_text("The SHA-256 of the text was computed here")
    expect(page.get_by_role("button", name="Check it in this browser")).to_be_focused()


def test_a_text_of_one_other_letter_is_not_confirmed(page, edition):
    def other(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("Article", "Artikle"))

    page.route("**/signed.json", other)
    history(page, edition)
    expect(page.get_by_role("status")).to_contain_text("Not confirmed: the text is not the one")


def test_an_altered_receipt_is_not_confirmed(page, edition):
    def other(route: Route) -> None:
        receipt = route.fetch().json()
        receipt["payload"] = receipt["payload"][:-4] + "AAAA"
        route.fulfill(json=receipt)

    page.route("**/receipt.json", other)
    history(page, edition)
    expect(page.get_by_role("status")).to_contain_text("Not confirmed: its signature does not hold")


@pytest.mark.parametrize("ending", ["==", "\n"])
def test_other_letters_of_the_same_signature_are_not_confirmed(page, edition, ending):
    def other(route: Route) -> None:
        receipt = route.fetch().json()
        receipt["signatures"][0]["signature"] += ending
        route.fulfill(json=receipt)

    page.route("**/receipt.json", other)
    history(page, edition)
    expect(page.get_by_role("status")).to_contain_text("Not confirmed: it is not written as")


def test_a_key_of_somebody_else_is_not_taken(page, edition):
    def other(route: Route) -> None:
        known = route.fetch().json()
        known["keys"][0]["kid"] = "x"
        route.fulfill(body=json.dumps(known))

    page.route("**/jwks.json", other)
    history(page, edition)
    expect(page.get_by_role("status")).to_contain_text("Not confirmed: it was signed with a key")


def test_a_withdrawn_edition_has_its_receipt_and_no_button(page, edition, wen, ravi, edda):
    acts.withdraw(edition.document, by=edda, reason="A dose was wrong.")
    acts.revise(edition.document.stored(), by=wen)
    draft = edition.document.stored()
    draft.summary = "Right."
    second = cast.publish(cast.save(draft, wen), wen, ravi)
    page.goto(f"/articles/{second.slug}/history/")
    expect(page.get_by_role("link", name="Its receipt")).to_have_count(2)
    expect(page.get_by_role("button", name="Check it in this browser")).to_have_count(1)
