"""One door to admin and desk, and what stands there for whom."""

import pytest
from django.urls import reverse

from tests import cast
from tests._answers import words

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
ADMIN = ["/admin/", "/admin/articles/article/", "/admin/password_change/", "/admin/nothing/"]
DESK = ["/review/", "/review/running-out/", "/review/1/"]


def sign_in(client, name="wen", password=cast.PASSWORD, **more):
    return client.post(LOGIN, {"username": name, "password": password, **more})


@pytest.mark.parametrize("address", [*ADMIN, *DESK])
def test_every_way_into_admin_and_desk_leads_a_stranger_to_the_one_door(client, db, address):
    response = client.get(f"{address}?a=1")
    assert response.url == f"{LOGIN}?next={address}%3Fa%3D1"
    assert "no-store" in response["Cache-Control"]


def test_the_old_door_of_the_admin_leads_to_it(client, db):
    assert client.get("/admin/login/").url == LOGIN
    there = client.get("/admin/login/?next=/admin/articles/article/").url
    assert there == f"{LOGIN}?next=%2Fadmin%2Farticles%2Farticle%2F"


def test_whoever_signed_in_is_where_they_wanted_to_go(client, wen):
    assert sign_in(client).url == "/admin/"
    assert sign_in(client, next="/review/?due=week").url == "/review/?due=week"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        LOGIN,
        f"{LOGIN}?next=/admin/",
        "/accounts/logout/",
        "/admin/login/",
        "/admin/logout/",
    ],
)
def test_nobody_is_led_off_the_site_or_back_to_a_door(client, wen, address):
    assert sign_in(client, next=address).url == "/admin/"
    assert client.get(LOGIN, {"next": address}).context["next"] == ""


@pytest.mark.parametrize("name", ["wen", "nobody", "x" * 300])
def test_a_wrong_password_and_a_name_that_is_nobodys_are_refused_alike(client, wen, name):
    page = words(sign_in(client, name, "wrong"))
    assert "That user name and password do not belong together." in page
    assert "<title>Error: Sign in" in page
    assert "wrong" not in page


def test_a_deactivated_person_is_told_no_more_than_anybody(client, wen):
    wen.is_active = False
    wen.save()
    assert "do not belong together" in words(sign_in(client))


def test_what_is_missing_is_said_at_its_field(client, wen):
    page = words(sign_in(client, name="", password=""))
    for field, message in [
        ("username", "Enter your user name."),
        ("password", "Enter your password."),
    ]:
        assert f'<a href="#id_{field}">{message}</a>' in page
        assert f'aria-describedby="id_{field}_error"' in page


def test_the_name_and_the_way_are_kept_when_the_password_is_wrong(client, wen):
    page = words(sign_in(client, password="wrong", next="/review/"))
    assert 'value="wen"' in page
    assert '<input type="hidden" name="next" value="/review/">' in page


def test_a_browser_can_fill_the_form_in(client, db):
    page = words(client.get(LOGIN))
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_whoever_is_signed_in_already_is_told_so(client, wen):
    client.force_login(wen)
    page = words(client.get(f"{LOGIN}?next=/review/"))
    assert 'signed in as <strong>Wen Sample</strong> already. <a href="/review/">Go on</a>' in page


@pytest.mark.parametrize("address", ["/admin/", "/admin/articles/article/", *DESK])
def test_a_person_without_a_role_is_told_so_and_whom_to_ask(client, olga, address):
    assert sign_in(client, "olga", next=address).url == address
    response = client.get(address)
    assert response.status_code == 403
    assert "Your account has no part in writing or review yet" in words(response)
    assert "Ask an administrator" in words(response)
    assert f'action="{reverse("account_logout")}"' in words(response)


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("ada", "/review/"),
        ("wen", "/admin/editorial/user/"),
        ("ravi", "/admin/articles/article/add/"),
        ("edda", "/admin/editorial/auditevent/"),
    ],
)
def test_whoever_lacks_the_right_is_told_so_and_where_to_go(client, request, who, address):
    client.force_login(request.getfixturevalue(who))
    response = client.get(address)
    assert response.status_code == 403
    assert "The role of this account does not include this page" in words(response)
    assert '<a href="/admin/">Go to your work</a>' in words(response)


@pytest.mark.parametrize("address", ["/accounts/logout/", "/admin/logout/"])
def test_whoever_signs_out_is_told_so(client, wen, address):
    client.force_login(wen)
    assert "You are signed in as Wen Sample." in words(client.get("/accounts/logout/"))
    response = client.post(address, follow=True)
    assert response.redirect_chain == [("/accounts/logout/", 302)]
    assert "You are signed out" in words(response)
    assert client.get("/admin/").status_code == 302


def test_looking_at_the_way_out_signs_nobody_out(client, wen):
    client.force_login(wen)
    client.get("/accounts/logout/")
    assert client.get("/admin/").status_code == 200
