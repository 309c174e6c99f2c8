"""Which part of the admin each role sees, and what administrators do with people."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeData

from editorial.models import (
    AuditEvent,
    User,
)
from editorial.workflow import Act
from tests import cast
from tests.admin_forms import address, opened
from tests.editorial.admin._lists import LISTS, LISTS_ALL


@pytest.fixture
def every_page(draft):
    kinds = [f"/admin/{name.replace('_', '/')}/" for name in LISTS_ALL]
    people = [f"/admin/editorial/{name}/" for name in ("user", "reviewerprofile", "reviewteam")]
    forms = [address(draft, page) for page in ("change", "history", "preview")]
    forms += [address(draft, "act", act.name.lower()) for act in (Act.SUBMIT, Act.WITHDRAW)]
    return ["/admin/", *kinds, *people, "/admin/editorial/auditevent/", *forms]


@pytest.mark.parametrize("who", ["olga", None])
def test_outsiders_see_no_page_of_the_admin(client, request, every_page, who):
    if who:
        client.force_login(request.getfixturevalue(who))
    for url in every_page:
        response = client.get(url)
        assert response.status_code == (403 if who else 302), url


def test_a_role_opens_the_admin_without_the_staff_flag(client, olga, draft):
    olga.groups.add(1)
    client.force_login(olga)
    assert client.get(address(draft)).status_code == 200


@pytest.mark.parametrize(
    ("who", "parts"),
    [
        ("wen", {"adds", "edits"}),
        ("ravi", {"edits"}),
        ("edda", {"adds", "edits"}),
        ("ada", {"people"}),
        ("root", {"adds", "edits", "people"}),
    ],
)
def test_each_role_sees_its_part(client, request, draft, who, parts):
    client.force_login(request.getfixturevalue(who))
    for name in LISTS:
        add = client.get(reverse(f"admin:{name}_add")).status_code
        assert add == (200 if "adds" in parts else 403)
    assert (b'name="body"' in client.get(address(draft)).content) == ("edits" in parts)
    for page in ("user", "reviewerprofile", "reviewteam", "auditevent"):
        status = client.get(f"/admin/editorial/{page}/").status_code
        assert status == (200 if "people" in parts else 403)


def test_the_audit_log_can_only_be_read(client, root, review):
    client.force_login(root)
    event = AuditEvent.objects.get(sequence=1)
    assert client.get(f"/admin/editorial/auditevent/{event.pk}/change/").status_code == 200
    assert client.get("/admin/editorial/auditevent/add/").status_code == 403
    change = f"/admin/editorial/auditevent/{event.pk}/change/"
    assert client.post(change, {"actor": "Nobody"}).status_code == 403


def user_form(client: Client, user: User) -> dict[str, list[str]]:
    return opened(client, f"/admin/editorial/user/{user.pk}/change/")


def test_an_administrator_gives_roles_and_deactivates(client, ada, olga):
    client.force_login(ada)
    form = user_form(client, olga) | {"groups": ["1"]}
    form.pop("is_active")
    client.post(f"/admin/editorial/user/{olga.pk}/change/", form)
    olga.refresh_from_db()
    assert not olga.is_active
    assert olga.groups.count() == 1


def test_an_administrator_makes_an_account_whose_holder_can_sign_in(client, ada):
    client.force_login(ada)
    url = "/admin/editorial/user/add/"
    page = client.get(url).content.decode()
    assert "authenticat" not in page, "a person is asked for a password, and for nothing technical"
    sent = {"username": "nina", "password1": cast.PASSWORD, "password2": cast.PASSWORD}
    client.post(url, sent)
    assert User.objects.get(username="nina").check_password(cast.PASSWORD)


def test_the_admins_pages_of_ones_own_password_lead_to_the_account(client, wen):
    client.force_login(wen)
    for page in ("/admin/password_change/", "/admin/password_change/done/"):
        assert client.get(page).url == "/accounts/password/"


def test_an_administrator_makes_nobody_a_superuser(client, ada, olga):
    client.force_login(ada)
    for user in (ada, olga):
        url = f"/admin/editorial/user/{user.pk}/change/"
        form = user_form(client, user) | {"is_superuser": ["on"], "is_staff": ["on"]}
        client.post(url, form | {"user_permissions": ["1"]})
        fresh = User.objects.get(pk=user.pk)
        assert not fresh.is_superuser
        assert fresh.is_staff == user.is_staff
        assert not fresh.user_permissions.exists()


def test_an_administrator_cannot_touch_a_superuser(client, ada, root):
    client.force_login(ada)
    url = f"/admin/editorial/user/{root.pk}/change/"
    assert client.post(url, {"username": "mine"}).status_code == 403
    password = f"/admin/editorial/user/{root.pk}/password/"
    sent = {"password1": cast.PASSWORD, "password2": cast.PASSWORD}
    assert client.post(password, sent).status_code == 403


def test_choices_while_typing_tell_the_kind_and_take_anything(writing, draft):
    ask = "/admin/autocomplete/?app_label=articles&model_name=article&field_name=see_also&term="
    found = writing.get(ask + "Article").json()["results"]
    assert found == [{"id": str(draft.pk), "text": f"{draft.title} (article)"}]
    assert writing.get(ask + "%00%FF").status_code == 404


def test_no_word_of_help_is_taken_for_markup(rf, root):
    request = rf.get("/")
    request.user = root
    for model, model_admin in admin.site._registry.items():
        inlines = [each(model, admin.site) for each in model_admin.inlines]
        forms = [
            model_admin.get_form(request),
            *(each.get_formset(request).form for each in inlines),
        ]
        for name, field in (pair for form in forms for pair in form.base_fields.items()):
            said = str(field.help_text)
            assert "<" not in said or isinstance(said, SafeData), (model, name)
