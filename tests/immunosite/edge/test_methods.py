"""Which methods an address takes."""

import re

import pytest
from django.test import Client

from immunosite.urls import public
from tests.immunosite.edge._edge import FORM
from tests.whole_site.test_canaries import routes

pytestmark = pytest.mark.django_db


OTHER_METHODS = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "FOO"]


READ_ONLY = ["/", "/articles/", "/search/", "/search/suggest/", "/glossary/", "/sitemap.xml"]


@pytest.mark.parametrize("method", OTHER_METHODS)
def test_a_page_that_is_there_to_be_read_takes_nothing(method):
    stranger = Client(raise_request_exception=False, enforce_csrf_checks=True)
    for page in READ_ONLY:
        response = stranger.generic(method, page, b"text=a", FORM)
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert "only there to be read" in response.content.decode()
        assert not response.cookies


def test_every_public_address_says_what_it_takes_and_sets_no_cookie():
    stranger = Client(raise_request_exception=False, enforce_csrf_checks=True)
    paths = {re.sub(r"<[^>]+>", "1", route) for route, _ in routes(public)}
    assert len(paths) > 30
    for path in paths:
        response = stranger.put(f"/{path}")
        assert response.status_code == 405, path
        assert response.headers["Allow"].startswith("GET, HEAD")
        assert not response.cookies


@pytest.mark.parametrize("page", READ_ONLY)
def test_a_page_says_what_can_be_done_there(stranger, page):
    response = stranger.options(page)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "FOO"])
def test_rooms_behind_the_door_take_forms_and_nothing_else(client, wen, method):
    client.force_login(wen)
    for room in ("/admin/", "/review/", "/accounts/login/", "/admin/articles/article/add/"):
        response = client.generic(method, room)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
