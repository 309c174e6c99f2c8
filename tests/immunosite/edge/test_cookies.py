"""Who is asked for a cookie, and who never."""

import pytest

from tests.immunosite.edge._edge import PUBLIC

pytestmark = pytest.mark.django_db


COOKIES = [
    "csrftoken=x",
    "csrftoken=\x01",
    "csrftoken=" + "a" * 5000,
    'csrftoken="',
    "=;=;",
]


COOKIES += [
    "\xff",
    "sessionid=x",
    "sessionid=",
    "messages=zzz",
    "sessionid=x; csrftoken=y; messages=z",
]


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_public_page_sets_no_cookie_whatever_comes_in(stranger, cookie):
    for page in PUBLIC:
        response = stranger.get(page, headers={"Cookie": cookie})
        assert not response.cookies, page
        assert "Cookie" not in response.headers.get("Vary", "")
    assert not stranger.post("/ask/", {"text": ""}, headers={"Cookie": cookie}).cookies


def test_a_signed_in_person_reads_public_pages_as_everybody(client, wen, edition):
    public = client.get(edition.get_absolute_url()).content
    client.force_login(wen)
    response = client.get(edition.get_absolute_url())
    assert (response.content, dict(response.cookies)) == (public, {})
    assert client.get("/admin/").status_code == 200
