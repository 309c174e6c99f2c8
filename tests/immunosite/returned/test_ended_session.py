"""What is posted in a session that has ended is carried out after signing in beside it."""

import pytest
from django.urls import reverse
from reversion.models import Version

from articles.models import Article
from editorial.models import SignOff, User
from tests import cast
from tests._factors import app_of, code_of
from tests.editorial.desk.test_decision import signature
from tests.immunosite.returned._doors import *  # noqa: F403
from tests.immunosite.returned._doors import (
    SHOWN,
    WORDS,
    assert_given_back,
    desk,
    door_of,
    end_session,
    the_only_form,
    typed_into,
)
from tests.immunosite.returned._tab import forms, opened, words_of

pytestmark = pytest.mark.django_db


def test_what_was_typed_in_an_ended_session_is_carried_out_after_signing_in(client, door):
    form = typed_into(client, door)
    end_session(client)
    lost = form.send()
    assert_given_back(lost, 401)
    assert "WWW-Authenticate" in lost.headers
    assert not door.done()
    again = the_only_form(client, lost, form)
    assert again.fields["resume_username"] == [door.username]
    done = again.send(resume_password=cast.PASSWORD)
    assert done.status_code == 302
    assert door.done()


def test_what_is_saved_then_is_what_was_typed_to_the_letter(client, request):
    door = door_of("save", request)
    form = typed_into(client, door)
    form.fields["body"] = ["<p>A café – 5 &lt; 6 &amp; more</p>"]
    end_session(client)
    the_only_form(client, form.send(), form).send(resume_password=cast.PASSWORD)
    stored = Article.objects.get()
    assert stored.summary == WORDS.replace("\r\n", "\n")
    assert stored.body == "<p>A café – 5 &lt; 6 &amp; more</p>"
    assert Version.objects.get_for_object(stored).first().revision.user.username == "wen"


def test_a_wrong_password_keeps_the_text(client, door):
    form = typed_into(client, door)
    end_session(client)
    lost = the_only_form(client, form.send(), form).send(resume_password="wrong")
    assert_given_back(lost, 401)
    assert "do not belong together" in words_of(lost)
    assert the_only_form(client, lost, form).send(resume_password=cast.PASSWORD).status_code == 302
    assert door.done()


def test_the_refusal_of_an_act_shows_as_ever_after_signing_in(client, request):
    door = door_of("save", request)
    form = typed_into(client, door)
    end_session(client)
    form.fields["title"] = [""]
    answer = the_only_form(client, form.send(), form).send(resume_password=cast.PASSWORD)
    assert answer.status_code == 200
    assert "This field is required" in answer.content.decode()
    assert "Five hours of work" in answer.content.decode()


def test_a_signature_asks_for_its_own_password_after_the_sign_in(client, review, ravi):
    client.force_login(ravi)
    form = opened(client, desk(review), "conflict_text")
    given = signature(review, conflict_text="I know " + SHOWN)
    end_session(client)
    lost = form.send(**given)
    assert lost.status_code == 401
    assert SHOWN in words_of(lost)
    assert cast.PASSWORD not in lost.content.decode()
    asked = the_only_form(client, lost, form).send(resume_password=cast.PASSWORD)
    assert asked.status_code == 422
    assert "Enter your password." in asked.content.decode()
    assert not SignOff.objects.exists()
    signing = next(f for f in forms(client, asked, form.url) if "conflict_text" in f.fields)
    assert signing.send(password=cast.PASSWORD).status_code == 302
    assert SignOff.objects.get().conflict_of_interest == "I know " + SHOWN


def test_no_password_of_a_lost_form_is_echoed(client, ada):
    client.force_login(ada)
    page = reverse("admin:editorial_user_add")
    form = opened(client, page, "username")
    end_session(client)
    secret = "a-very-secret-1"
    lost = form.send(username="new.person", password1=secret, password2=secret)
    assert lost.status_code == 401
    assert "new.person" in words_of(lost)
    assert secret not in lost.content.decode()


def test_signing_in_beside_returned_text_asks_for_the_second_factor(client, request, wen):
    secret = app_of(wen)
    door = door_of("save", request)
    form = typed_into(client, door)
    end_session(client)
    lost = form.send()
    for given in ({}, {"resume_code": "000000"}):
        again = the_only_form(client, lost, form)
        lost = again.send(resume_password=cast.PASSWORD, **given)
        assert_given_back(lost, 401)
        assert not door.done()
    again = the_only_form(client, lost, form)
    again.send(resume_password=cast.PASSWORD, resume_code=code_of(secret))
    assert door.done()


def test_whoever_signed_in_with_a_passkey_in_another_tab_leaves_the_fields_empty(client, request):
    door = door_of("save", request)
    form = typed_into(client, door)
    end_session(client)
    again = the_only_form(client, form.send(), form)
    client.force_login(User.objects.get(username=door.username))
    again.send(resume_username="", resume_password="")
    assert door.done()
