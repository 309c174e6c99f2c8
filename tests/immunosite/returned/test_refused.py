"""What is refused, not found or fails for our own fault comes back with everything typed."""

import pytest
from django.contrib.auth.models import Group

from editorial.models import Review, User
from tests.immunosite.returned._doors import *  # noqa: F403
from tests.immunosite.returned._doors import (
    SHOWN,
    assert_given_back,
    door_of,
    the_only_form,
    typed_into,
)
from tests.immunosite.returned._tab import forms, words_of

pytestmark = pytest.mark.django_db


def test_who_has_lost_the_right_while_typing_keeps_the_text(client, door):
    form = typed_into(client, door)
    person = User.objects.get(username=door.username)
    person.groups.clear()
    person.is_staff = False
    person.save()
    refused = form.send()
    assert refused.status_code == 403
    assert SHOWN in words_of(refused)
    person.groups.set(Group.objects.all())
    person.is_staff = True
    person.save()
    again, _ = forms(client, refused, form.url)
    assert again.send().status_code == 302
    assert door.done()


def test_what_went_away_while_somebody_typed_does_not_take_the_text_with_it(client, request):
    door = door_of("comment", request)
    form = typed_into(client, door)
    gone = client.post(form.url.replace(f"/{Review.objects.get().pk}/", "/999999/"), form.fields)
    assert_given_back(gone, 404)


def test_an_error_of_ours_gives_the_text_back(client, request, monkeypatch):
    door = door_of("comment", request)
    form = typed_into(client, door)
    with monkeypatch.context() as broken:
        broken.setattr("editorial.acts.comment", lambda *args, **more: 1 / 0)
        failed = form.send()
    assert_given_back(failed, 500)
    assert the_only_form(client, failed, form).send().status_code == 302
    assert door.done()


def test_an_error_of_ours_on_a_page_is_the_page_of_before(client, monkeypatch):
    monkeypatch.setattr("immunosite.page_store.public_state", lambda: 1 / 0)
    assert client.get("/").status_code == 500
