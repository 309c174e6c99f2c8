"""Strangers learn from no answer whether somebody has an account."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from editorial.people import mail as letters
from tests import cast
from tests._answers import words
from tests.editorial.people._accounts import *  # noqa: F403
from tests.editorial.people._sign_in import sign_in

pytestmark = pytest.mark.django_db
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
