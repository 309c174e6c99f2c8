"""What each role may do, as each `migrate` leaves it: exactly that, and nobody deletes."""

from functools import partial

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from editorial import roles
from editorial.models import AuditEvent
from editorial.workflow import TABLE, Act, has_right
from tests import cast
from tests._racing import check_the_record_is_whole, race

pytestmark = pytest.mark.django_db

# By hand: who may do what to documents. (Rules, such as four eyes, come on top.)
DOCUMENTS = {
    "Writer": "view add change submit revise reaffirm",
    "Reviewer": "view change review reaffirm withdraw",
    "Editor": "view add change reaffirm reschedule withdraw lower_risk",
    "Administrator": "view",
}
PEOPLE = {"user", "reviewerprofile", "reviewteam"}


def granted(role, model=None):
    permissions = Group.objects.get(name=role).permissions.all()
    if model:
        permissions = permissions.filter(content_type__model=model)
    return set(permissions.values_list("codename", flat=True))


def test_the_groups_are_these_four():
    assert set(Group.objects.values_list("name", flat=True)) == set(DOCUMENTS)


@pytest.mark.parametrize("role", DOCUMENTS)
def test_a_role_has_exactly_its_permissions_on_documents(role):
    expected = {f"{verb}_document" for verb in DOCUMENTS[role].split()}
    expected |= {"act_as_editor"} if role == "Editor" else set()
    expected |= {"accept_clock"} if role in ("Editor", "Administrator") else set()
    assert granted(role, "document") == expected == set(roles.ROLES[role])


def test_nobody_deletes_anything():
    assert not Permission.objects.filter(group__isnull=False, codename__startswith="delete_")


def test_only_administrators_keep_people_in_order():
    for model in PEOPLE:
        verbs = {f"{verb}_{model}" for verb in ("view", "add", "change")}
        assert granted("Administrator", model) == verbs
        assert not any(granted(role, model) for role in ("Writer", "Reviewer", "Editor"))


def test_nobody_writes_to_the_record_by_permission():
    """Reviews, signatures and editions are made by acts alone."""
    record = ["review", "signoff", "edition", "withdrawal", "auditevent", "editionfacet", "comment",
              "answer"]  # fmt: skip
    given = Permission.objects.filter(group__isnull=False, content_type__model__in=record)
    assert set(given.values_list("codename", flat=True)) <= {"view_auditevent"}


@pytest.mark.parametrize("act", Act)
def test_each_act_asks_for_a_permission_that_some_role_has(act):
    for codename in TABLE[act].rights:
        assert Permission.objects.filter(codename=codename, group__isnull=False).exists()


# --- Set again by each `migrate` ------------------------------------------------------------------


def migrate():
    call_command("migrate", verbosity=0, interactive=False)


def every_right():
    return {role: granted(role) for role in DOCUMENTS}


def test_migrating_again_changes_nothing(wen):
    before = every_right()
    migrate()
    assert every_right() == before
    assert list(wen.groups.values_list("name", flat=True)) == ["Writer"]


def test_a_right_taken_from_the_table_is_taken_from_the_group(wen, caplog, monkeypatch):
    monkeypatch.setitem(roles.ROLES, "Writer", ["view_document"])
    monkeypatch.delitem(roles.GRANTS, ("Editor", "letters", "letter"))
    migrate()
    assert granted("Writer") == {"view_document"}
    assert not granted("Editor", "letter")
    assert "Taken away from the group Writer: add_document, change_document" in caplog.text
    assert wen.groups.get().name == "Writer"
    assert not type(wen).objects.get(pk=wen.pk).has_perm("editorial.change_document")


def test_a_right_that_was_given_or_taken_by_hand_is_put_right():
    before = every_right()
    writer = Group.objects.get(name="Writer")
    writer.permissions.add(Permission.objects.get(codename="review_document"))
    writer.permissions.remove(Permission.objects.get(codename="submit_document"))
    Group.objects.get(name="Editor").permissions.clear()
    migrate()
    assert every_right() == before


def test_a_group_that_is_gone_or_renamed_comes_back():
    before = every_right()
    Group.objects.filter(name="Editor").update(name="Redaktion")
    migrate()
    assert every_right() == before
    assert granted("Redaktion") == before["Editor"]  # it belongs to the site


def test_other_groups_are_left_alone():
    own = Group.objects.create(name="Translators")
    own.permissions.add(Permission.objects.get(codename="submit_document"))
    migrate()
    assert granted("Translators") == {"submit_document"}


@pytest.mark.django_db(transaction=True)
def test_two_machines_that_migrate_at_once_agree():
    before = every_right()
    Group.objects.filter(name="Writer").delete()
    Group.objects.get(name="Editor").permissions.clear()
    once = partial(roles.set_groups, apps, "default")
    assert race(once, once) == [None, None]
    assert every_right() == before


# --- Groups of the site's own ---------------------------------------------------------------------

GROUPS = "/admin/auth/group/"


@pytest.fixture
def administering(client, ada):
    client.force_login(ada)
    return client


def right(codename):
    return str(Permission.objects.get(codename=codename).pk)


def test_an_administrator_makes_a_group_and_it_is_on_the_record(administering, ada, olga):
    chosen = [right("view_document"), right("submit_document")]
    sent = {"name": "Submitters", "permissions": chosen}
    assert administering.post(f"{GROUPS}add/", sent).status_code == 302
    assert granted("Submitters") == {"view_document", "submit_document"}
    group = Group.objects.get(name="Submitters")
    administering.post(f"{GROUPS}{group.pk}/change/", sent | {"permissions": chosen[:1]})
    made, changed = AuditEvent.objects.filter(act__endswith=" group").order_by("sequence")
    assert (made.act, made.document_title) == ("make group", "Submitters")
    assert made.actor_id == str(ada.pk)
    assert made.data["given"] == ["editorial.submit_document", "editorial.view_document"]
    assert (changed.act, changed.data["taken"]) == ("change group", ["editorial.submit_document"])
    check_the_record_is_whole()
    olga.groups.add(group)
    assert olga.has_perm("editorial.view_document")


def test_the_four_are_read_and_not_changed(administering, root, client):
    writer = Group.objects.get(name="Writer")
    page = f"{GROUPS}{writer.pk}/change/"
    for person in (None, root):
        if person:
            client.force_login(person)
        assert client.get(page).status_code == 200
        assert client.post(page, {"name": "Writer", "permissions": []}).status_code == 403
    assert granted("Writer", "document") == set(roles.ROLES["Writer"])


def test_what_a_role_may_do_is_read_one_right_a_line(administering):
    writer = Group.objects.get(name="Writer")
    page = administering.get(f"{GROUPS}{writer.pk}/change/").content.decode()
    assert "Can add document<br>Can change document" in page
    assert "Editorial | " not in page
    assert "Editorial | " not in administering.get(f"{GROUPS}add/").content.decode()


def test_no_group_gets_what_no_role_has(administering):
    other = Permission.objects.get(codename="delete_document")
    sent = {"name": "Wreckers", "permissions": [str(other.pk)]}
    assert administering.post(f"{GROUPS}add/", sent).status_code == 200
    assert not Group.objects.filter(name="Wreckers").exists()


@pytest.mark.parametrize("name", ["writer", " REVIEWER ", "Editor"])
def test_no_group_takes_the_name_of_a_role(administering, name):
    assert administering.post(f"{GROUPS}add/", {"name": name}).status_code == 200
    assert Group.objects.count() == 4


def test_nobody_else_sees_groups(client, wen, ravi, edda):
    for person in (wen, ravi, edda):
        client.force_login(person)
        assert client.get(GROUPS).status_code == 403


def test_whoever_is_deactivated_may_nothing():
    person = cast.person("Dora", *DOCUMENTS)
    assert person.has_perm("editorial.review_document")
    person = type(person).objects.get(pk=person.pk)
    person.is_active = False
    assert not any(has_right(person, act) for act in Act)
