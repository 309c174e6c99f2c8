"""Nobody saves another person's words unasked."""

import pytest
from reversion.models import Version

from articles.models import Article
from tests import cast
from tests.immunosite.returned._doors import *  # noqa: F403
from tests.immunosite.returned._doors import (
    assert_given_back,
    door_of,
    end_session,
    the_only_form,
    typed_into,
)
from tests.immunosite.returned._tab import forms, words_of

pytestmark = pytest.mark.django_db


def test_who_signs_in_as_somebody_else_is_told_whose_text_it_is(client, request, will):
    door = door_of("save", request)
    form = typed_into(client, door)
    end_session(client)
    lost = form.send()
    assert "typed while Wen Sample was signed in" in words_of(lost)
    answer = the_only_form(client, lost, form).send(
        resume_username="will", resume_password=cast.PASSWORD
    )
    assert_given_back(answer, 409)
    assert "typed while Wen Sample was signed in. You are signed in as Will Sample" in words_of(
        answer
    )
    assert not door.done()
    confirm, _ = forms(client, answer, form.url)
    assert confirm.labels == ["Save it as Will Sample"]
    assert confirm.send().status_code == 302
    assert Version.objects.get_for_object(Article.objects.get()).first().revision.user == will


def test_a_second_person_in_another_tab_saves_nobodys_text_unasked(client, request, will):
    door = door_of("save", request)
    form = typed_into(client, door)
    client.force_login(will)
    # Even with a token that is right.
    form.fields["csrfmiddlewaretoken"] = [client.cookies["csrftoken"].value]
    assert_given_back(form.send(), 409)
    assert not door.done()


def test_a_mark_that_was_tampered_with_names_nobody(client, request, will):
    form = typed_into(client, door_of("save", request))
    end_session(client)
    lost = form.send(typed_by=f"{will.pk}:forged")
    assert_given_back(lost, 401)
    assert "Will" not in words_of(lost)
