"""Accounts as administrators change them in the admin, and what the record says of it."""

import pytest

from editorial.models import User
from editorial.people import identity
from editorial.people import mail as letters
from tests import cast

NEW = "another and a long one"


@pytest.fixture
def sent_now(monkeypatch):
    """Mail goes at once, in no thread of its own."""

    class Now:
        def __init__(self, target, args):
            self.start = lambda: target(*args)

    monkeypatch.setattr(letters, "Thread", Now)


@pytest.fixture
def used(ravi, client):
    """Ravi has signed in before, so the account is somebody's."""
    ravi.email = "ravi@example.org"
    ravi.save()
    client.force_login(ravi)
    client.logout()
    return User.objects.get(pk=ravi.pk)


@pytest.fixture
def alan(db):
    """A second administrator."""
    return cast.person("Alan", "Administrator", is_staff=True)


def last(person):
    return identity.last_event(person.pk)


def change(client, by, person, **fields):
    """As an administrator, in the admin's form."""
    client.force_login(by)
    form = {
        "username": person.username,
        "first_name": person.first_name,
        "last_name": person.last_name,
    }
    form |= {"email": person.email, "groups": [str(g.pk) for g in person.groups.all()]}
    form |= {"is_active": "on"} if person.is_active else {}
    answer = client.post(f"/admin/editorial/user/{person.pk}/change/", form | fields)
    assert answer.status_code == 302, answer.content.decode()
    client.logout()


def set_password(client, by, person, password=NEW):
    client.force_login(by)
    sent = {"password1": password, "password2": password, "usable_password": "true"}
    assert client.post(f"/admin/editorial/user/{person.pk}/password/", sent).status_code == 302
    client.logout()
