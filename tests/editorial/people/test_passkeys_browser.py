"""Passkeys in a real browser, with the authenticator that Chromium has for tests."""

import pytest
from playwright.sync_api import Page, expect

from editorial.models import User
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
    page.get_by_role("button", name="Sign in with a passkey").click()
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
    page.get_by_role("button", name="Sign in with a passkey").click()
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
