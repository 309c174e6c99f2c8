"""What is changed of an account past every act is found, or refused by the database."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from editorial.models import IdentityHold, ReviewerProfile, User
from editorial.people import identity
from editorial.record import triggers
from tests._factors import app_of
from tests._tampering import faults
from tests.editorial.people._accounts import *  # noqa: F403

pytestmark = pytest.mark.django_db
BEHIND = {
    "password": lambda p: User.objects.filter(pk=p.pk).update(password="md5$x$y"),
    "name": lambda p: User.objects.filter(pk=p.pk).update(last_name="Other"),
    "active": lambda p: User.objects.filter(pk=p.pk).update(is_active=False),
    "superuser": lambda p: User.objects.filter(pk=p.pk).update(is_superuser=True),
    "email": lambda p: User.objects.filter(pk=p.pk).update(email="x@example.org"),
    "printed name": lambda p: ReviewerProfile.objects.update(printed_name="Professor X"),
    "credentials": lambda p: ReviewerProfile.objects.update(credentials="Nobel Prize"),
    "valid until": lambda p: ReviewerProfile.objects.update(valid_until="2099-01-01"),
    "role": lambda p: User.groups.through.objects.filter(user=p).delete(),
    "right": lambda p: User.user_permissions.through.objects.create(
        user=p, permission=Permission.objects.earliest("pk")
    ),
    "key": lambda p: Authenticator.objects.update(data={"name": "x"}),
    "key gone": lambda p: Authenticator.objects.all()._raw_delete("default"),
    "hold": lambda p: IdentityHold.objects.update(confirmed_at=timezone.now(), confirmed_by=p),
    "hold gone": lambda p: IdentityHold.objects.all()._raw_delete("default"),
    "another's change": lambda p: IdentityHold.objects.update(changer=p),
}


@pytest.mark.parametrize("name", BEHIND)
def test_what_is_changed_behind_every_door_is_found(used, name):
    app_of(used)
    assert faults() == []
    triggers.remove(connection)
    BEHIND[name](used)
    triggers.install(connection)
    found = faults()
    assert len(found) >= 1
    assert "ravi" in found[0] or "audit log" in found[0]


@pytest.mark.parametrize("name", ["hold", "hold gone", "another's change"])
def test_the_database_keeps_what_waits_and_what_was_confirmed(used, alan, name):
    app_of(used)
    for hold in IdentityHold.objects.all():
        identity.confirm(hold, by=alan)
    with pytest.raises(DatabaseError), transaction.atomic():
        BEHIND[name](used)


@pytest.mark.parametrize("field", ["slug", "user"])
def test_a_reviewers_address_and_whose_it_is_are_for_good(ravi, mei, olga, field):
    """A swap would put one's pages under another's name."""
    profile = ravi.reviewer_profile
    setattr(profile, field, {"slug": "new", "user": olga}[field])
    with pytest.raises(DatabaseError), transaction.atomic():
        profile.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewerProfile.objects.filter(pk=profile.pk).delete()


def test_the_admin_offers_neither(client, ravi, ada):
    client.force_login(ada)
    page = client.get(
        f"/admin/editorial/reviewerprofile/{ravi.reviewer_profile.pk}/change/"
    ).content
    assert b'name="slug"' not in page
    assert b'name="user"' not in page
