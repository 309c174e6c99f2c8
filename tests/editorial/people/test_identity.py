"""Nobody signs as somebody else by changing an account: a second person looks, on record."""

import json
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from editorial import acts
from editorial.exceptions import NotAllowed
from editorial.models import AuditEvent, IdentityHold, ReviewerProfile, SignOff, User
from editorial.people import identity
from editorial.people import mail as letters
from editorial.record import triggers
from tests import cast
from tests._factors import app_of, key_of
from tests._tampering import faults

pytestmark = pytest.mark.django_db
NEW = "another and a long one"


@pytest.fixture(autouse=True)
def sent_now(monkeypatch):
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


# --- An administrator is not somebody else ---


def test_an_administrator_who_sets_a_reviewers_password_cannot_sign_in_that_name(
    client, used, ada, alan, review
):
    set_password(client, ada, used)
    with pytest.raises(NotAllowed, match=r"Ada Sample changed your account.*password.*second"):
        acts.sign_off(
            review, by=used, password=NEW, shown_digest=review.digest, statement=cast.statement()
        )
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"first_name": "Professor"},
        {"username": "other"},
        {"email": "elsewhere@example.org"},
        {"groups": []},
    ],
)
def test_whatever_an_administrator_changes_of_a_reviewer_waits(client, used, ada, fields):
    change(client, ada, used, **fields)
    (hold,) = IdentityHold.objects.all()
    assert (hold.person, hold.changer) == (used, ada)


def test_a_professor_whom_an_administrator_invents_cannot_sign(client, ada, alan, wen, review):
    client.force_login(ada)
    sent = {"username": "prof", "password1": NEW, "password2": NEW}
    client.post("/admin/editorial/user/add/", sent)
    prof = User.objects.get(username="prof")
    change(client, ada, prof, groups=[str(Group.objects.get(name="Reviewer").pk)])
    client.force_login(ada)
    profile = {"user": prof.pk, "slug": "prof", "printed_name": "Professor X", "credentials": "MD"}
    assert client.post("/admin/editorial/reviewerprofile/add/", profile).status_code == 302
    with pytest.raises(NotAllowed, match="changed your account"):
        acts.sign_off(
            review, by=prof, password=NEW, shown_digest=review.digest, statement=cast.statement()
        )


def test_a_signer_who_was_renamed_waits_and_no_signed_page_changes(client, used, ada, edition):
    before = client.get(edition.get_absolute_url()).content
    client.force_login(ada)
    profile = used.reviewer_profile
    sent = {"printed_name": "Somebody Else", "credentials": profile.credentials}
    assert (
        client.post(f"/admin/editorial/reviewerprofile/{profile.pk}/change/", sent).status_code
        == 302
    )
    client.logout()
    assert client.get(edition.get_absolute_url()).content == before
    assert identity.open_holds(User.objects.get(pk=used.pk))
    assert faults() == []


def test_a_key_or_a_role_that_somebody_else_gives_waits(used):
    key_of(used)
    used.user_permissions.add(Permission.objects.first())
    Group.objects.get(name="Editor").user_set.add(used)
    Group.objects.get(name="Editor").user_set.clear()
    assert [hold.what for hold in IdentityHold.objects.all()] == [
        "second factors", "single rights", "roles", "roles",
    ]  # fmt: skip


@pytest.mark.parametrize("change_password", ["command", "shell", "hash"])
def test_no_door_for_commands_leads_round_it(used, review, monkeypatch, change_password):
    if change_password == "command":
        monkeypatch.setattr("getpass.getpass", lambda **_: NEW)
        call_command("changepassword", "ravi", verbosity=0)
    elif change_password == "shell":
        used.set_password(NEW)
        used.save()
    else:
        User.objects.filter(pk=used.pk).update(first_name="x")
        person = User.objects.get(pk=used.pk)
        person.set_password(NEW)
        person.save(update_fields=["password"])
    assert last(used).data["changed"][-1] == "password"
    assert last(used).actor == "manage.py"
    with pytest.raises(NotAllowed, match="A command changed your account"):
        acts.sign_off(
            review, by=used, password=NEW, shown_digest=review.digest, statement=cast.statement()
        )


def test_second_factors_are_taken_away_by_a_command_on_record(used):
    app_of(used)
    call_command("remove_second_factors", "ravi", verbosity=0)
    assert not Authenticator.objects.exists()
    assert last(used).data["changed"] == ["factors"]
    assert faults() == []


def test_a_superuser_made_by_a_command_is_on_record(db):
    call_command("createsuperuser", interactive=False, username="boss", email="b@example.org")
    assert last(User.objects.get(username="boss")).act == "make account"


# --- What a person does with their own account ---


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
        statement=cast.statement(shown_plan=cast.plan_key(review)),
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


# --- Who confirms ---


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


# --- A site with one administrator ---


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


# --- The person is told ---


@pytest.fixture
def on_commit(monkeypatch):
    monkeypatch.setattr(letters.transaction, "on_commit", lambda act: act())


def test_the_person_is_told_by_mail_and_at_the_old_address_too(client, used, ada, on_commit):
    mail.outbox.clear()
    change(client, ada, used, email="elsewhere@example.org")
    assert [each.to for each in mail.outbox] == [["elsewhere@example.org"], ["ravi@example.org"]]
    assert "Ada Sample: e-mail address" in mail.outbox[0].body
    assert "you cannot sign" in mail.outbox[0].body


# --- Behind the doors ---

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


# --- Registration ---


def test_whose_registration_has_run_out_cannot_sign(review, ravi):
    profile = ravi.reviewer_profile
    profile.valid_until = timezone.localdate() - timedelta(days=1)
    profile.save()
    with pytest.raises(NotAllowed, match="registration was entered as valid until"):
        cast.sign(review, ravi)
    profile.valid_until = timezone.localdate()
    profile.save()
    assert cast.sign(review, User.objects.get(pk=ravi.pk))


def test_who_compared_a_registration_and_when_stands_with_it(client, ravi, ada):
    client.force_login(ada)
    profile = ravi.reviewer_profile
    url = f"/admin/editorial/reviewerprofile/{profile.pk}/change/"
    sent = {"printed_name": "Ravi Sample", "credentials": "MD", "registration_body": "GMC"}
    sent |= {"registration_number": "1234567", "is_verified": "on"}
    assert client.post(url, sent).status_code == 302
    profile.refresh_from_db()
    assert profile.verified_by == ada
    client.post(url, {**sent, "registration_number": "7654321", "is_verified": ""})
    profile.refresh_from_db()
    assert (profile.verified_by, profile.verified_at) == (None, None)


# --- Acts read the person from the database ---


def test_the_object_in_hand_gives_no_rights(review, wen):
    wen.is_superuser = True
    with pytest.raises(NotAllowed):
        acts.request_changes(review, by=wen, reason="Because.")


def test_an_object_of_before_the_end_of_the_account_does_nothing(review, ravi):
    User.objects.filter(pk=ravi.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        cast.sign(review, ravi)


def test_the_name_in_hand_signs_nothing(review, ravi):
    ravi.reviewer_profile.printed_name = "Professor X"
    assert cast.sign(review, ravi).badge.sign_offs[0].printed_name == "Ravi Sample"
