"""What waits for a second person stands on “Your work” of who can confirm it, and of no other."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import acts
from editorial.models import IdentityHold, User
from editorial.people import identity
from tests import cast
from tests._factors import key_of
from tests.editorial.admin.test_work import first_page, lists
from tests.editorial.people._accounts import *  # noqa: F403
from tests.editorial.people._accounts import set_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sent_now")]
ACCOUNTS, CLOCK = "Changes of accounts to confirm", "The server’s clock to confirm"


def fresh(person):
    return User.objects.get(pk=person.pk)


def shows(heading, person):
    return lists(first_page(fresh(person))).get(heading, [])


@pytest.fixture
def hold(client, used, ada, alan):
    set_password(client, ada, used, cast.PASSWORD)
    return IdentityHold.objects.get()


def test_a_change_waits_for_the_second_administrator_alone(hold, used, ada, alan, wen, edda):
    assert shows(ACCOUNTS, alan) == ["Ravi Sample"]
    assert 'href="/accounts/changes/"' in first_page(fresh(alan))
    for person in (used, ada, wen, edda):
        assert shows(ACCOUNTS, person) == []
    identity.confirm(hold, by=alan)
    assert shows(ACCOUNTS, alan) == []


def test_it_waits_for_the_person_too_where_they_have_a_passkey(client, used, ada, alan):
    key_of(used)
    for each in IdentityHold.objects.all():
        identity.confirm(each, by=alan)
    set_password(client, ada, used, cast.PASSWORD)
    assert shows(ACCOUNTS, used) == ["Ravi Sample"]


def test_and_not_where_the_passkey_came_after_the_change(hold, used):
    key_of(used)
    newer = Authenticator.objects.get(user=used)
    assert shows(ACCOUNTS, used) == []
    with pytest.raises(identity.NotAllowed):
        identity.confirm_with_own_key(hold, by=used, key=newer)


def test_an_administrator_whose_own_account_waits_is_shown_no_other(client, hold, ada, alan):
    set_password(client, ada, alan, cast.PASSWORD)
    assert shows(ACCOUNTS, alan) == []


def test_whoever_is_shown_it_can_confirm_it(hold, used, ada, alan, wen, root):
    for person in map(fresh, (used, ada, alan, wen, root)):
        try:
            identity.check_can_confirm(hold, person)
        except identity.NotAllowed:
            assert hold not in identity.confirmable_by(person)
        else:
            assert hold in identity.confirmable_by(person)


def test_what_is_said_of_the_clock_waits_for_a_second_one(
    edda, ada, wen, ravi, review, monkeypatch
):
    now = timezone.now()
    with monkeypatch.context() as ahead:
        ahead.setattr(timezone, "now", lambda: now + timedelta(days=3))
        acts.take(review, by=ravi, shown_assignee=None)
    assert shows(CLOCK, ada) == []
    acts.propose_clock(by=edda)
    assert shows(CLOCK, ada) == ["Edda Sample (edda)"]
    for person in (edda, wen, ravi):
        assert shows(CLOCK, person) == []


@pytest.mark.parametrize(("who", "most"), [("wen", 1), ("ravi", 2), ("edda", 1), ("ada", 1)])
def test_where_nothing_waits_it_is_one_question(request, who, most):
    """And one of a reviewer's own account, which decides what they can sign."""
    person = request.getfixturevalue(who)
    with CaptureQueriesContext(connection) as queries:
        first_page(person)
    asked = [each["sql"] for each in queries if "identityhold" in each["sql"]]
    assert len(asked) <= most
