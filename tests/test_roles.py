"""What each role may do, as the migration leaves it: exactly that, and nobody deletes."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from editorial import roles
from editorial.workflow import TRANSITIONS, Act
from tests import cast

pytestmark = pytest.mark.django_db

# By hand: who may do what to documents. (Rules, such as four eyes, come on top.)
DOCUMENTS = {
    "Writer": "view add change submit revise reaffirm",
    "Reviewer": "view change review reaffirm withdraw",
    "Editor": "view add change recall reaffirm reschedule withdraw lower_risk",
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
    record = ["review", "signoff", "edition", "withdrawal", "auditevent", "editionfacet", "comment"]
    given = Permission.objects.filter(group__isnull=False, content_type__model__in=record)
    assert set(given.values_list("codename", flat=True)) <= {"view_auditevent"}


@pytest.mark.parametrize("act", Act)
def test_each_act_asks_for_a_permission_that_some_role_has(act):
    codename = TRANSITIONS[act].permission
    assert Permission.objects.filter(codename=codename, group__isnull=False).exists()


def test_making_the_groups_again_changes_nothing():
    before = {role: granted(role) for role in DOCUMENTS}
    roles.make_groups(apps)
    assert {role: granted(role) for role in DOCUMENTS} == before


def test_whoever_is_deactivated_may_nothing():
    person = cast.person("Dora", *DOCUMENTS)
    assert person.has_perm("editorial.review_document")
    person = type(person).objects.get(pk=person.pk)
    person.is_active = False
    assert not any(person.has_perm(f"editorial.{TRANSITIONS[act].permission}") for act in Act)
