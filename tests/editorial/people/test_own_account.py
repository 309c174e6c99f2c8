"""What people change of their own account is on record, and waits for nobody."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from editorial import acts
from editorial.models import AuditEvent, IdentityHold, User
from tests import cast
from tests._factors import app_of
from tests._tampering import faults
from tests.editorial.people._accounts import *  # noqa: F403
from tests.editorial.people._accounts import NEW, last

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sent_now")]


def test_ones_own_new_password_is_on_record_and_waits_for_nobody(client, used, review):
    client.force_login(used)
    sent = {"oldpassword": cast.PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/accounts/password/", sent)
    event = last(used)
    assert (event.actor_id, event.data["changed"]) == (str(used.pk), ["password"])
    assert NEW not in str(event.as_record())
    assert not IdentityHold.objects.exists()
    assert acts.sign_off(
        review, by=used, password=NEW, shown_digest=review.digest,
        statement=cast.statement(**cast.shown(review, used)),
    )  # fmt: skip


def test_signing_in_is_no_change_even_if_the_hash_is_made_anew(client, used, settings):
    events = AuditEvent.objects.count()
    client.post("/accounts/login/", {"username": "ravi", "password": cast.PASSWORD})
    assert AuditEvent.objects.count() == events
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    client.post("/accounts/login/", {"username": "ravi", "password": cast.PASSWORD})
    assert User.objects.get(pk=used.pk).password.startswith("pbkdf2")
    assert last(used).data["changed"] == ["password"]
    assert not IdentityHold.objects.exists()
    assert faults() == []


@pytest.fixture
def behind(used, monkeypatch):
    """The server's clock was set back, behind the last act."""
    earlier = timezone.now() - timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: earlier)


def test_on_a_clock_that_is_behind_nobody_is_kept_out(client, behind, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    sent = {"username": "ravi", "password": cast.PASSWORD}
    assert client.post("/accounts/login/", sent).status_code == 302


def test_on_a_clock_that_is_behind_no_password_changes_and_why_is_said(client, used, behind):
    client.force_login(used)
    sent = {"oldpassword": cast.PASSWORD, "password1": NEW, "password2": NEW}
    refused = client.post("/accounts/password/", sent)
    assert refused.status_code == 409
    assert "clock says" in refused.content.decode()
    assert User.objects.get(pk=used.pk).check_password(cast.PASSWORD)
    assert faults() == []


def test_using_a_second_factor_is_no_change(used):
    app_of(used)
    events = AuditEvent.objects.count()
    for each in Authenticator.objects.all():
        each.record_usage()
    codes = Authenticator.objects.get(type="recovery_codes").wrap()
    assert codes.validate_code(codes.get_unused_codes()[0])
    assert AuditEvent.objects.count() == events
    assert faults() == []
