"""A form with an old token comes back with everything typed; one of another site, as plain text."""

import pytest
from django.urls import reverse

from tests import cast
from tests.immunosite.returned._doors import *  # noqa: F403
from tests.immunosite.returned._doors import (
    assert_given_back,
    door_of,
    sign_in_elsewhere,
    the_only_form,
    typed_into,
)
from tests.immunosite.returned._tab import forms, opened, words_of

pytestmark = pytest.mark.django_db


def test_after_signing_in_again_in_a_second_tab_the_first_still_saves(client, door):
    form = typed_into(client, door)
    sign_in_elsewhere(client, door.username)
    stale = form.send()
    assert_given_back(stale, 403)
    assert not door.done()
    again = the_only_form(client, stale, form)
    assert again.labels == ["Save it now"]
    assert again.send().status_code == 302
    assert door.done()


def test_an_old_token_and_nobody_signed_in_asks_for_both_at_once(client, door):
    form = typed_into(client, door)
    client.cookies.clear()
    lost = form.send()
    assert_given_back(lost, 403)
    assert the_only_form(client, lost, form).send(resume_password=cast.PASSWORD).status_code == 302
    assert door.done()


def test_an_old_token_of_another_person_is_no_silent_save_either(client, request, will):
    door = door_of("save", request)
    form = typed_into(client, door)
    sign_in_elsewhere(client, "will")
    stale = form.send()
    assert_given_back(stale, 403)
    assert "typed while Wen Sample was signed in" in words_of(stale)
    again = the_only_form(client, stale, form)
    assert again.labels == ["Save it as Will Sample"]
    assert again.send().status_code == 302


def test_an_old_sign_in_page_signs_in_and_goes_where_it_was_going(client, wen):
    page = f"{reverse('account_login')}?next=/admin/articles/article/add/"
    form = opened(client, page, "username")
    sign_in_elsewhere(client, "wen")
    stale = form.send(username="wen", password=cast.PASSWORD)
    assert stale.status_code == 403
    assert cast.PASSWORD not in stale.content.decode()
    assert "Not signed in yet" in words_of(stale)
    again = the_only_form(client, stale, form)
    assert again.fields["username"] == ["wen"]
    assert again.send(password=cast.PASSWORD).url == "/admin/articles/article/add/"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_form_of_another_site_comes_back_as_plain_text_without_a_button(client, request, origin):
    form = typed_into(client, door_of("save", request))
    form.fields["body"] = ["<p><a href='https://evil.example'>Win</a></p>"]
    foreign = form.client.post(form.url, form.fields, headers={"origin": origin})
    assert foreign.status_code == 403
    assert "came from another site" in words_of(foreign)
    assert forms(client, foreign, form.url) == []
    assert "<a href='https://evil" not in foreign.content.decode()
