"""A link by mail sets a new password, and skips no second factor."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from editorial.models import User
from tests._answers import words
from tests._factors import app_of
from tests.editorial.people._accounts import *  # noqa: F403
from tests.editorial.people._sign_in import CODE, is_in, sign_in

pytestmark = pytest.mark.django_db


def link_for(client, person):
    person.email = f"{person.username}@example.org"
    person.save()
    client.post("/accounts/password/forgotten/", {"email": person.email.upper()})
    return re.search(r"http://localhost(/accounts/\S+)", mail.outbox[-1].body)[1]


CHOSEN = {"password1": "a new one, and long", "password2": "a new one, and long"}


def test_a_link_by_mail_sets_the_password_once_and_signs_nobody_in(client, ravi, sent_now):
    link = link_for(client, ravi)
    form = client.get(link).url
    assert "a new password" in words(client.get(form)).lower()
    assert client.post(form, CHOSEN).status_code == 302
    assert not is_in(client)
    assert "not good any more" in words(Client().get(link))
    assert sign_in(client, password=CHOSEN["password1"]).url == "/admin/"


def test_a_link_by_mail_does_not_skip_the_second_factor(client, ravi, sent_now):
    app_of(ravi)
    client.post(client.get(link_for(client, ravi)).url, CHOSEN)
    assert not is_in(client)
    assert sign_in(client, password=CHOSEN["password1"]).url == CODE
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
