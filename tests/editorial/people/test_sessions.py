"""Sessions end: at signing out, with a new password, and with the account."""

import pytest
from django.test import Client

from tests import cast
from tests.editorial.people._sign_in import is_in, sign_in

pytestmark = pytest.mark.django_db


def test_signing_out_ends_the_session_itself(client, ravi):
    sign_in(client)
    key = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    other = Client()
    other.cookies["sessionid"] = key
    assert not is_in(other)


def test_a_new_password_ends_every_other_session(client, ravi):
    other = Client()
    sign_in(client)
    sign_in(other)
    sent = {
        "oldpassword": cast.PASSWORD,
        "password1": "a new one, and long",
        "password2": "a new one, and long",
    }
    assert client.post("/accounts/password/", sent).status_code == 302
    assert is_in(client)
    assert not is_in(other)


def test_a_session_does_not_come_back_with_an_account_that_was_ended(client, ravi):
    sign_in(client)
    for active in (False, True):
        ravi.is_active = active
        ravi.save()
        assert not is_in(client)
