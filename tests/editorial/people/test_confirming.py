"""A second person confirms a change of an account; where there is none, it waits."""

import json
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.utils import timezone

from editorial.exceptions import NotAllowed
from editorial.models import AuditEvent, IdentityHold, User
from editorial.people import identity
from tests import cast
from tests._factors import key_of
from tests._tampering import faults
from tests.editorial.people._accounts import *  # noqa: F403
from tests.editorial.people._accounts import change, set_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sent_now")]


@pytest.fixture
def hold(client, used, ada, alan):
    set_password(client, ada, used, cast.PASSWORD)
    return IdentityHold.objects.get()


def confirm(client, by, hold):
    client.force_login(User.objects.get(pk=by.pk))
    asked = client.post(f"/accounts/changes/{hold.pk}/confirm/")
    if asked.status_code == 302 and "/again/" in asked.url:
        client.post(asked.url, {"password": cast.PASSWORD})
        asked = client.post(f"/accounts/changes/{hold.pk}/confirm/")
    hold.refresh_from_db()
    return asked


def test_a_second_administrator_confirms_and_the_reviewer_signs(client, used, hold, alan, review):
    confirm(client, alan, hold)
    assert hold.confirmed_by == alan
    assert AuditEvent.objects.last().act == "confirm account"
    assert cast.sign(review, used)
    assert faults() == []


def test_neither_who_made_the_change_nor_whose_it_is_confirms_it(client, used, hold, ada, wen):
    used.groups.add(Group.objects.get(name="Administrator"))
    for person in (ada, used, wen):
        assert confirm(client, person, hold).status_code == 403
    assert hold.confirmed_at is None


def test_an_administrator_whom_the_first_one_made_confirms_nothing(client, used, hold, ada, alan):
    """Else one person would be two."""
    client.force_login(ada)
    client.post(
        "/admin/editorial/user/add/",
        {"username": "puppet", "password1": cast.PASSWORD, "password2": cast.PASSWORD},
    )
    puppet = User.objects.get(username="puppet")
    change(client, ada, puppet, groups=[str(Group.objects.get(name="Administrator").pk)])
    assert confirm(client, puppet, hold).status_code == 403
    assert hold.confirmed_at is None


def test_the_confirmation_asks_who_it_is_again(client, hold, alan):
    client.force_login(alan)
    asked = client.post(f"/accounts/changes/{hold.pk}/confirm/")
    assert "/accounts/again/" in asked.url
    hold.refresh_from_db()
    assert hold.confirmed_at is None


def by_key(client, person, key):
    client.force_login(User.objects.get(pk=person.pk))
    page = client.get("/accounts/changes/")
    options = json.loads(
        re.search(r'id="passkey-options"[^>]*>(.*?)</script>', page.content.decode(), re.S)[1]
    )
    answer = key.get(options["request_options"])
    return client.post("/accounts/changes/own/confirm/", {"credential": json.dumps(answer)})


def test_the_reviewer_confirms_with_a_passkey_that_was_there_before(
    client, used, ada, alan, review
):
    key = key_of(used)
    for each in IdentityHold.objects.all():
        identity.confirm(each, by=alan)  # the key itself came by a command, here
    set_password(client, ada, used, cast.PASSWORD)
    assert by_key(client, used, key).status_code == 302
    assert not IdentityHold.objects.open().exists()
    assert cast.sign(review, User.objects.get(pk=used.pk))
    assert faults() == []


def test_a_passkey_that_came_with_the_change_or_after_confirms_nothing(client, used, hold):
    key = key_of(used)
    Authenticator.objects.update(created_at=timezone.now() - timedelta(days=99))
    assert by_key(client, used, key).status_code == 403
    hold.refresh_from_db()
    assert hold.confirmed_at is None


def later(monkeypatch, hours):
    moment = timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(identity.timezone, "now", lambda: moment)


def test_with_one_administrator_the_change_waits_for_a_time(
    client, used, ada, review, monkeypatch, settings
):
    settings.IDENTITY_WAIT_HOURS = 24
    set_password(client, ada, used, cast.PASSWORD)
    with pytest.raises(NotAllowed, match="no second administrator"):
        cast.sign(review, used)
    with monkeypatch.context() as clock:
        later(clock, 25)
        assert identity.open_holds(used) == []


def test_with_two_administrators_no_time_makes_it_right(hold, used, monkeypatch):
    later(monkeypatch, 24 * 365)
    assert identity.open_holds(used)
