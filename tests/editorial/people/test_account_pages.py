"""Of the library's pages only those are open that the site means, and none has a script in it."""

import re

import pytest

from tests._answers import words
from tests._factors import app_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "social/signup/", "login/code/confirm/", "3rdparty/", "inactive/"]
)
def test_nobody_signs_up_and_no_other_page_of_the_library_is_open(client, db, path):
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", {}).status_code in (403, 404)


def test_no_script_of_its_own_stands_in_a_page_of_the_account(client, ravi):
    app_of(ravi)
    client.force_login(ravi)
    for page in ("/accounts/login/", "/accounts/second-factor/", "/accounts/password/"):
        response = client.get(page)
        assert not re.search(r"<script(?![^>]*(src=|application/|module))", words(response))
        assert "unsafe" not in response.headers["Content-Security-Policy"]
