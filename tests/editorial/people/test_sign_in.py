"""Signing in: two factors, a way back by mail that skips none, and nothing told to strangers."""

import json
import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from editorial.models import User
from editorial.people import mail as letters
from tests import cast
from tests._factors import Passkey, app_of, code_of, key_of, list_of

pytestmark = pytest.mark.django_db
LOGIN, CODE = "/accounts/login/", "/accounts/login/code/"


def sign_in(client, name="ravi", password=cast.PASSWORD, **more):
    return client.post(LOGIN, {"username": name, "password": password, **more})


def is_in(client):
    return client.get("/accounts/second-factor/").status_code == 200


def words(response):
    return " ".join(response.content.decode().split())


# --- The second factor ---


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


# --- Nothing is open that was not meant to be ---


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "social/signup/", "login/code/confirm/", "3rdparty/", "inactive/"]
)
def test_nobody_signs_up_and_no_other_page_of_the_library_is_open(client, db, path):
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", {}).status_code in (403, 404)


def test_no_script_of_its_own_stands_in_a_page_of_the_account(client, ravi):
    app_of(ravi)
    client.force_login(ravi)
    for page in ("/accounts/login/", "/accounts/second-factor/", "/accounts/password/"):
        response = client.get(page)
        assert not re.search(r"<script(?![^>]*(src=|application/|module))", words(response))
        assert "unsafe" not in response.headers["Content-Security-Policy"]


# --- Sessions end ---


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


# --- Nothing is told ---

NOBODY = "nobody"


def test_a_password_is_hashed_as_often_for_nobody_as_for_somebody(client, ravi, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given)
    )
    counts = []
    for name in ("ravi", NOBODY):
        hashed.clear()
        sign_in(client, name, "wrong")
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


def without_names(response):
    text = words(response)
    for name in ("ravi@example.org", "nobody@example.org", "ravi", NOBODY):
        text = text.replace(name, "X")
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)


def test_signing_in_says_the_same_of_nobody_and_of_whoever_has_left(ravi, olga):
    olga.is_active = False
    olga.save()
    answers = []
    for name, password in (("ravi", "wrong"), (NOBODY, "wrong"), ("olga", cast.PASSWORD)):
        response = sign_in(Client(), name, password)
        answers.append((response.status_code, without_names(response).replace("olga", "X")))
    assert len(set(answers)) == 1


def test_a_mail_is_written_either_way_and_said_either_way(ravi, sent_now):
    ravi.email = "ravi@example.org"
    ravi.save()
    answers = []
    for address in ("ravi@example.org", "nobody@example.org"):
        client = Client()
        response = client.post("/accounts/password/forgotten/", {"email": address})
        shown = client.get(response.url)
        answers.append((response.status_code, response.url, without_names(shown)))
    assert answers[0] == answers[1]
    assert [each.to for each in mail.outbox] == [["ravi@example.org"]]


def test_nobody_waits_for_the_mail_server(client, ravi, monkeypatch):
    """Who waits longer is known to have an account."""
    ravi.email = "ravi@example.org"
    ravi.save()
    started = []
    monkeypatch.setattr(letters, "Thread", lambda **given: started.append(given) or Silent())
    client.post("/accounts/password/forgotten/", {"email": "ravi@example.org"})
    client.post("/accounts/password/forgotten/", {"email": "nobody@example.org"})
    assert len(started) == 2
    assert mail.outbox == []


class Silent:
    def start(self):
        pass


@pytest.fixture
def sent_now(monkeypatch):
    class Now:
        def __init__(self, target, args):
            self.start = lambda: target(*args)

    monkeypatch.setattr(letters, "Thread", Now)


# --- The way back by mail ---


def link_for(client, person):
    person.email = f"{person.username}@example.org"
    person.save()
    client.post("/accounts/password/forgotten/", {"email": person.email.upper()})
    return re.search(r"http://localhost(/accounts/\S+)", mail.outbox[-1].body)[1]


NEW = {"password1": "a new one, and long", "password2": "a new one, and long"}


def test_a_link_by_mail_sets_the_password_once_and_signs_nobody_in(client, ravi, sent_now):
    link = link_for(client, ravi)
    form = client.get(link).url
    assert "a new password" in words(client.get(form)).lower()
    assert client.post(form, NEW).status_code == 302
    assert not is_in(client)
    assert "not good any more" in words(Client().get(link))
    assert sign_in(client, password=NEW["password1"]).url == "/admin/"


def test_a_link_by_mail_does_not_skip_the_second_factor(client, ravi, sent_now):
    app_of(ravi)
    client.post(client.get(link_for(client, ravi)).url, NEW)
    assert not is_in(client)
    assert sign_in(client, password=NEW["password1"]).url == CODE
    assert not is_in(client)


def test_a_link_goes_to_the_address_that_the_account_has_now(client, ravi, sent_now):
    link_for(client, ravi)
    ravi.email = "new@example.org"
    ravi.save()
    mail.outbox.clear()
    client.post("/accounts/password/forgotten/", {"email": "ravi@example.org"})
    assert mail.outbox == []
    assert not EmailAddress.objects.exists()


def test_a_link_names_the_site_whatever_host_the_request_names(client, ravi, sent_now, settings):
    settings.ALLOWED_HOSTS = ["localhost", "other.example"]
    ravi.email = "ravi@example.org"
    ravi.save()
    client.post(
        "/accounts/password/forgotten/",
        {"email": "ravi@example.org"},
        headers={"host": "other.example"},
    )
    assert "other.example" not in mail.outbox[0].body


def test_whoever_has_left_gets_no_link(client, olga, sent_now):
    User.objects.filter(pk=olga.pk).update(is_active=False)
    link_for_nobody = client.post("/accounts/password/forgotten/", {"email": "olga@example.org"})
    assert link_for_nobody.status_code == 302
    assert mail.outbox == []


def test_without_a_mail_server_the_site_says_whom_to_ask(client, db, settings):
    settings.CAN_SEND_MAIL = False
    assert "Ask an administrator" in words(client.get(reverse("account_login")))
    assert "sends no e-mail" in words(client.get("/accounts/password/forgotten/"))
