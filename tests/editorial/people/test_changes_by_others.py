"""Nobody becomes somebody else by changing an account: it waits, on record, and is told."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command

from editorial import acts
from editorial.exceptions import NotAllowed
from editorial.models import AuditEvent, IdentityHold, SignOff, User
from editorial.people import identity
from editorial.people import mail as letters
from tests import cast
from tests._factors import app_of, key_of
from tests._tampering import faults
from tests.editorial.people._accounts import *  # noqa: F403
from tests.editorial.people._accounts import NEW, change, last, set_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sent_now")]


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


@pytest.fixture
def on_commit(monkeypatch):
    monkeypatch.setattr(letters.transaction, "on_commit", lambda act: act())


def test_the_person_is_told_by_mail_and_at_the_old_address_too(client, used, ada, on_commit):
    mail.outbox.clear()
    change(client, ada, used, email="elsewhere@example.org")
    assert [each.to for each in mail.outbox] == [["elsewhere@example.org"], ["ravi@example.org"]]
    assert "Ada Sample: e-mail address" in mail.outbox[0].body
    assert "you cannot sign" in mail.outbox[0].body


def test_what_one_form_changes_is_one_event_and_one_mail(client, used, ada, on_commit):
    before = AuditEvent.objects.count()
    mail.outbox.clear()
    change(client, ada, used, email="elsewhere@example.org", first_name="Other", groups=[])
    assert AuditEvent.objects.count() == before + 1
    assert last(used).data["changed"] == ["first_name", "email", "roles"]
    (hold,) = IdentityHold.objects.all()
    assert hold.what == "first name, e-mail address, roles"
    assert [each.to for each in mail.outbox] == [["elsewhere@example.org"], ["ravi@example.org"]]
    assert faults() == []


def test_a_form_that_changes_nothing_leaves_nothing(client, used, ada):
    before = AuditEvent.objects.count()
    change(client, ada, used)
    assert AuditEvent.objects.count() == before
