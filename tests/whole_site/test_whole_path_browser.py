"""The path of a newcomer, in the browser alone: from a first draft to a second edition and away.

Draft, submit, sent back, edited, signed, public, revised, second edition, withdrawn.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from editorial.models import Method, Review, SignOff
from tests import cast
from tests._factors import app_of, code_of
from tests.cast import PASSWORD
from tests.editorial.people.test_passkeys_browser import add_passkey, confirm_all, fill_in, give_key

FIRST = "Some immune cells are held back by brakes."
MENDED = "Checkpoint inhibitors take such a brake off."
SECOND = "Not everybody is helped by them."
REASON = "One therapy is listed twice."
PUBLIC_REASON = "A study behind this page was retracted."
ADDRESS = "/articles/how-brakes-work/"


class Walk:
    """What each person does in the browser, in the words that stand on the pages."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def as_(self, name: str, code: str = "") -> None:
        self.page.context.clear_cookies()
        self.page.goto("/accounts/login/")
        self.page.get_by_label("User name").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        if code:
            self.page.get_by_label("Code").fill(code)
            self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page).to_have_url(re.compile("/admin/"))

    def open_draft(self) -> None:
        self.page.goto("/admin/articles/article/")
        self.page.get_by_role("link", name="How brakes work").click()

    def write(self, text: str) -> None:
        body = self.page.locator(".field-body [contenteditable=true]")
        body.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(f"{text} ")

    def save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    def draft(self) -> None:
        self.page.goto("/admin/articles/article/add/")
        self.page.get_by_label("Title", exact=False).first.fill("How brakes work")
        self.page.locator("[name=summary]").fill("What holds immune cells back, in short.")
        self.write(FIRST)
        self.save()
        expect(self.page.locator("[name=slug]")).to_have_value("how-brakes-work")

    def submit(self) -> None:
        self.act("Submit for medical review")

    def act(self, button: str, **fields: str) -> None:
        """A link leads to a page that asks; a button acts at once."""
        standing = self.page.locator(".standing")
        link = standing.get_by_role("link", name=button, exact=True)
        expect(standing.get_by_text(button, exact=True)).to_be_visible()
        if link.count():
            link.click()
            for label, value in fields.items():
                self.page.locator(f"[name={label}]").fill(value)
            self.page.locator(".submit-row input.default").click()
        else:
            standing.get_by_role("button", name=button, exact=True).click()
        expect(self.page.locator(".messagelist")).to_be_visible()

    def open_review(self) -> None:
        self.page.goto("/review/")
        self.page.get_by_role("link", name="How brakes work").click()

    def send_back(self) -> None:
        self.open_review()
        self.page.locator("summary", has_text="Request changes").click()
        self.page.get_by_label("What must change, and why").fill(REASON)
        self.page.get_by_role("button", name="Send back to the writer").click()
        expect(self.page.locator("body")).to_contain_text("went back to the writer")

    def sign(self, code: str = "") -> None:
        self.open_review()
        for changed in self.page.locator("[name=read]").all():
            changed.check()
        self.page.locator("summary", has_text="Sign off").click()
        for answer in self.page.get_by_label("Yes", exact=True).all():
            answer.check()
        for tick in self.page.locator("input[name=read]").all():
            tick.check()
        self.page.get_by_label("The whole page").check()
        self.page.locator("[name=meaning]").first.check()
        self.page.locator("[name=conflict][value=none]").check()
        self.page.get_by_label("password", exact=False).fill(PASSWORD)
        if code:
            self.page.get_by_label("Code").fill(code)
        self.page.get_by_role("button", name="Sign off this text").click()
        expect(self.page.locator("body")).to_contain_text(re.compile("signed", re.I))

    def read(self) -> str:
        """The public page as anybody sees it."""
        self.page.context.clear_cookies()
        self.page.goto(ADDRESS)
        assert not self.page.context.cookies()
        return self.page.locator("main").inner_text()


@pytest.fixture
def walk(page: Page, wen, ravi, mei, edda) -> Walk:
    page.set_viewport_size({"width": 1280, "height": 900})
    return Walk(page)


def test_a_draft_becomes_a_signed_page_a_second_edition_and_goes(walk):
    walk.as_("wen")
    walk.draft()
    walk.submit()

    walk.as_("ravi")
    walk.send_back()
    assert FIRST not in walk.read()

    walk.as_("wen")
    walk.open_draft()
    expect(walk.page.locator("body")).to_contain_text(REASON)
    walk.write(MENDED)
    walk.save()
    walk.submit()

    walk.as_("ravi")
    walk.sign()
    text = walk.read()
    assert FIRST in text
    assert MENDED in text
    assert "Ravi Sample" in text

    walk.as_("wen")
    walk.open_draft()
    walk.act("Revise")
    walk.write(SECOND)
    walk.save()
    assert SECOND not in walk.read()
    walk.as_("wen")
    walk.open_draft()
    walk.submit()
    walk.as_("mei")
    walk.sign()
    text = walk.read()
    assert SECOND in text
    assert "Mei Sample" in text
    walk.page.goto(ADDRESS + "history/")
    expect(walk.page.get_by_role("heading", name="Edition 1")).to_be_visible()
    expect(walk.page.get_by_role("heading", name="Edition 2")).to_be_visible()

    walk.as_("edda")
    walk.open_draft()
    walk.act("Withdraw from the public", reason=PUBLIC_REASON)
    text = walk.read()
    assert PUBLIC_REASON in text
    assert SECOND not in text


def test_with_the_codes_of_an_app_the_path_is_the_same(walk, ravi, settings):
    settings.SIGNING_REQUIRES_MFA = True
    secret = app_of(ravi)
    walk.as_("wen")
    walk.draft()
    walk.submit()
    walk.as_("ravi", code_of(secret))
    walk.sign(code_of(secret, 1))  # each code once
    assert "Ravi Sample" in walk.read()
    assert SignOff.objects.get().method == Method.CODE


def test_with_a_passkey_the_path_is_the_same(walk, ravi, settings):
    settings.SIGNING_REQUIRES_MFA = True
    _, alan = (cast.person(name, "Administrator", is_staff=True) for name in ("Ada", "Alan"))
    give_key(walk.page)
    walk.as_("wen")
    walk.draft()
    walk.submit()
    walk.as_("ravi")
    add_passkey(walk.page)
    confirm_all(alan)
    form = fill_in(walk.page, Review.objects.get())
    form.get_by_role("button", name="Sign off with my own key").click()
    expect(walk.page.locator("body")).to_contain_text("is public now")
    assert "signed with their own key" in walk.read()
    assert SignOff.objects.get().method == Method.KEY
