"""A password alone does not open an account that has a second factor; a passkey does."""

import json
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests import cast
from tests._answers import words
from tests._factors import Passkey, app_of, code_of, key_of, list_of
from tests.editorial.people._sign_in import CODE, is_in, sign_in

pytestmark = pytest.mark.django_db


def test_a_password_alone_does_not_open_an_account_with_an_app(client, ravi):
    secret = app_of(ravi)
    assert sign_in(client, next="/review/").url == CODE
    assert not is_in(client)
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    assert client.post(CODE, {"code": code_of(secret)}).url == "/review/"
    assert is_in(client)


def test_each_code_opens_once(ravi):
    secret = app_of(ravi)
    code = code_of(secret)
    for attempt, opens in ((code, True), (f"{code[:3]} {code[3:]}", False)):
        client = Client()
        sign_in(client)
        client.post(CODE, {"code": attempt})
        assert is_in(client) == opens


def test_a_recovery_code_opens_once(ravi):
    app_of(ravi)
    code = list_of(ravi)[0]
    for opens in (True, False):
        client = Client()
        sign_in(client)
        client.post(CODE, {"code": code})
        assert is_in(client) == opens


def test_a_passkey_opens_by_itself(client, ravi):
    key = key_of(ravi)
    options = client.get("/accounts/login/passkey/").json()["request_options"]
    assert options["publicKey"]["userVerification"] == "required"
    answer = key.get(options, ravi)
    response = client.post(
        "/accounts/login/passkey/", {"credential": as_json(answer), "next": "/review/"}
    )
    assert response.url == "/review/"
    assert is_in(client)


@pytest.mark.parametrize(
    "key",
    [Passkey(site="evil.example"), Passkey(origin="https://evil.example"), Passkey(origin="null")],
)
def test_a_passkey_for_another_site_opens_nothing(client, ravi, key):
    key_of(ravi, key)
    options = client.get("/accounts/login/passkey/").json()["request_options"]
    answer = key.get(options, ravi)
    client.post("/accounts/login/passkey/", {"credential": as_json(answer)})
    assert not is_in(client)


def test_a_passkey_opens_only_with_finger_or_pin_and_only_once(ravi):
    key = key_of(ravi)
    client = Client()
    options = client.get("/accounts/login/passkey/").json()["request_options"]
    key.flags = 0x01
    client.post("/accounts/login/passkey/", {"credential": as_json(key.get(options, ravi))})
    assert not is_in(client)
    key.flags = 0x05
    answer = as_json(
        key.get(client.get("/accounts/login/passkey/").json()["request_options"], ravi)
    )
    client.post("/accounts/login/passkey/", {"credential": answer})
    assert is_in(client)
    second = Client()
    second.get("/accounts/login/passkey/")
    second.post("/accounts/login/passkey/", {"credential": answer})
    assert not is_in(second)


def as_json(answer):
    return json.dumps(answer)


def test_a_passkey_of_somebody_who_has_left_opens_nothing(client, ravi):
    key = key_of(ravi)
    ravi.is_active = False
    ravi.save()
    answer = key.get(client.get("/accounts/login/passkey/").json()["request_options"], ravi)
    response = client.post("/accounts/login/passkey/", {"credential": as_json(answer)}, follow=True)
    assert response.status_code == 200
    assert not is_in(client)


def test_the_second_factor_is_asked_of_whoever_signs_in_over_another(client, wen, ravi):
    app_of(ravi)
    client.force_login(wen)
    assert sign_in(client).url == CODE
    assert not is_in(client)


def test_a_second_factor_is_taken_away_with_a_second_factor(client, ravi):
    secret = app_of(ravi)
    client.force_login(ravi)
    asked = client.get("/accounts/second-factor/app/remove/")
    assert urlsplit(asked.url).path == "/accounts/again/code/"
    assert urlsplit(client.get("/accounts/again/").url).path == "/accounts/again/code/"
    client.post(asked.url, {"code": code_of(secret)})
    client.post("/accounts/second-factor/app/remove/")
    assert not ravi.authenticator_set.exists(), "and the recovery codes go with it"


def test_an_app_is_set_up_with_the_password_and_a_code(client, ravi):
    client.force_login(ravi)
    asked = client.get("/accounts/second-factor/app/add/")
    assert client.post(asked.url, {"password": "wrong"}).status_code == 200
    assert client.post(asked.url, {"password": cast.PASSWORD}).status_code == 302
    page = words(client.get("/accounts/second-factor/app/add/"))
    assert "<svg" in page
    secret = re.search(r'<code class="secret">(\w+)<', page)[1]
    client.post("/accounts/second-factor/app/add/", {"code": code_of(secret)})
    codes = words(client.get("/accounts/second-factor/codes/"))
    assert codes.count("<li><code>") == 10
    assert "<li><code>" not in words(client.get("/accounts/second-factor/codes/")), "shown once"


def test_the_secret_of_an_app_is_not_kept_in_clear(ravi):
    secret = app_of(ravi)
    assert secret not in str(ravi.authenticator_set.values_list("data", flat=True))


def test_a_secret_that_was_kept_under_another_key_opens_nothing(ravi, settings, client):
    app_of(ravi)
    settings.SECRET_KEY = "another, of fifty characters and more, for this test alone"
    sign_in(client)
    response = client.post(CODE, {"code": code_of("")})
    assert response.status_code == 200
    assert not is_in(client)
