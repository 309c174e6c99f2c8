"""Passkeys in a real browser, with the authenticator that Chromium has for tests."""

import json

import pytest
from playwright.sync_api import Page, expect

from editorial.models import IdentityHold, Method, SignOff, User
from editorial.people import identity, own_key
from tests import cast
from tests._factors import app_of, code_of

OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_key(page: Page) -> None:
    """From now on this tab has a passkey device whose owner always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS})


def sign_in(page: Page, name: str, to: str = "") -> None:
    page.goto(f"/accounts/login/?next={to}")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page) -> None:
    page.goto("/accounts/second-factor/")
    page.get_by_role("link", name="Add a passkey").click()
    if "/again/" in page.url:
        page.get_by_label("Your password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_and_opens_the_account_by_itself(page, ravi):
    give_key(page)
    sign_in(page, "ravi")
    add_passkey(page)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/review/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/review/")
    expect(page.locator("body")).to_contain_text("Ravi Sample")


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_the_second_step_too(page, ravi):
    give_key(page)
    sign_in(page, "ravi")
    add_passkey(page)
    page.context.clear_cookies()
    sign_in(page, "ravi", to="/review/")
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/review/")


@pytest.mark.django_db(transaction=True)
def test_a_refusal_of_the_device_is_told_and_the_password_still_opens(page, ravi):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator", {"options": OPTIONS | {"isUserVerified": False}}
    )
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was used", timeout=60_000)
    sign_in(page, "ravi", to="/review/")
    page.wait_for_url("**/review/")


@pytest.mark.django_db(transaction=True)
def test_without_script_password_and_code_are_enough(browser, live_server, ravi):
    secret = app_of(User.objects.get(username="ravi"))
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "ravi", to="/review/")
    expect(page.get_by_text("Passkeys need a browser")).to_be_visible()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{live_server.url}/review/")
    context.close()


def confirm_all(alan):
    """A second person says whose the passkeys are."""
    for hold in IdentityHold.objects.open():
        identity.confirm(hold, by=alan)


def a_text_and_a_new_key(page, wen):
    """What Ravi is to sign, and who may confirm the passkey that he has just added."""
    alan = cast.person("Alan", "Administrator", is_staff=True)
    cast.person("Ada", "Administrator", is_staff=True)
    review = cast.submit(cast.article(wen), wen)
    give_key(page)
    sign_in(page, "ravi")
    add_passkey(page)
    return review, alan


def fill_in(page, review):
    page.goto(f"/review/{review.pk}/")
    page.get_by_text("Sign off", exact=True).first.click()
    form = page.locator(f"form[action='/review/{review.pk}/sign-off/']")
    for group in form.get_by_role("group").all():
        group.get_by_role("radio").first.check()
    return form


@pytest.mark.django_db(transaction=True)
def test_a_text_is_signed_with_the_clinicians_own_key(page, wen, ravi, settings):
    settings.SIGNING_REQUIRES_MFA = True
    review, alan = a_text_and_a_new_key(page, wen)
    fill_in(page, review)
    assert page.get_by_role("button", name="Sign off with my own key").count() == 0
    confirm_all(alan)
    form = fill_in(page, review)
    form.get_by_role("button", name="Sign off with my own key").click()
    expect(page.get_by_role("status")).to_contain_text("is public now")
    signature = SignOff.objects.get()
    assert signature.method == Method.KEY
    assert own_key.holds(signature.key_signature)
    assert len(json.dumps(signature.key_signature.as_record())) < 4000
    page.goto("/articles/" + review.document.slug + "/")
    expect(page.locator("body")).to_contain_text("signed with their own key")


@pytest.mark.django_db(transaction=True)
def test_what_is_missing_in_the_form_is_told_before_the_key_is_asked(page, wen, ravi):
    review, alan = a_text_and_a_new_key(page, wen)
    confirm_all(alan)
    page.goto(f"/review/{review.pk}/")
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.get_by_text("Sign off", exact=True).first.click()
    page.get_by_role("button", name="Sign off with my own key").click()
    expect(page.get_by_role("alert").first).to_contain_text("Answer this question.")
    assert not SignOff.objects.exists()
