"""On the wire: any origin, no cookies, ETag and 304, and an answer to any input."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial import acts
from immunosite.api.contract import QUERIES
from tests.immunosite.api.client import API, ask, check, page_of, template_of

PATHS = ["/", "/pages/", "/pages/article/", "/glossary/", "/suggest/", "/openapi.json", "/docs/"]


@pytest.mark.parametrize("path", [*PATHS, "/no/such/address/"])
def test_every_answer_is_open_to_any_origin_and_sets_no_cookie(client, db, path):
    response = client.get(f"{API}{path}?q=x" if path in ("/glossary/", "/suggest/") else API + path)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert response.headers["Vary"] == "Accept-Encoding"
    assert not response.cookies


def test_a_preflight_is_answered(client, db):
    response = client.options(API + "/pages/", headers={"Origin": "https://example.org"})
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response.headers["Access-Control-Allow-Headers"] == "If-None-Match"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_read_only(db, method):
    response = getattr(Client(enforce_csrf_checks=True), method)(API + "/pages/")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_client_that_has_it_hears_so_until_it_changes(client, edition, edda):
    url = API + page_of(edition)
    etag = client.get(url).headers["ETag"]
    again = client.get(url, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    acts.withdraw(edition.document, by=edda, reason="Retracted study.")
    gone = client.get(url, headers={"If-None-Match": etag})
    assert (gone.status_code, gone.headers["Cache-Control"]) == (410, "public, no-cache")


def test_a_long_address_has_an_etag_too(client, edition):
    url = f"{API}/glossary/?q={'%C3%A9' * 40}"
    response = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    etag = response.headers["ETag"]
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304


def test_the_last_slash_may_be_missing(client, edition):
    for path in ("/pages", "/pages/article/" + edition.slug):
        response = client.get(API + path + "?limit=1")
        assert (response.status_code, response.headers["Location"]) == (
            301,
            f"{API}{path}/?limit=1",
        )
        assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path", ["/pages/article", "/pages//", "//example.org", "/%00/", "/pages/x/"]
)
def test_an_unknown_address_is_a_problem(client, db, path):
    response = client.get(API + path)
    if response.status_code != 301:
        assert (response.status_code, response.json()["status"]) == (404, 404)


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("/pages/", {"theraphy": "x"}, "no parameter “theraphy”"),
        ("/pages/", {"genre": "poem"}, "explainer, question"),
        ("/pages/", {"genre": ["question", "question"]}, "more than once"),
        ("/pages/", {"limit": "101"}, "from 1 to 100"),
        ("/pages/", {"limit": "٣"}, "whole number"),
        ("/pages/", {"limit": "9" * 5000}, "whole number"),
        ("/pages/", {"therapy": "a b"}, "cannot have"),
        ("/pages/", {"therapy": ""}, "1 to 120"),
        ("/glossary/", {"q": "a\0b"}, "cannot have"),
        ("/glossary/", {"q": "x" * 81}, "1 to 80"),
    ],
)
def test_a_mistake_is_told(db, path, query, said):
    assert said in ask(path, status=400, **query)["detail"]


def test_too_many_parameters_are_a_problem_too(client, db):
    response = client.get(API + "/pages/?" + "a&" * 10_001)
    assert (response.status_code, response.json()["title"]) == (400, "Bad Request")


def test_a_number_beyond_the_database_is_unknown(edition):
    ask(page_of(edition, "history/99999999999999999999/"), status=404)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(["/pages/", "/pages/therapytype/", "/glossary/", "/suggest/"]),
    query=st.dictionaries(
        st.sampled_from(sorted({name for known in QUERIES.values() for name in known})),
        st.text(max_size=20)
        | st.sampled_from(["question", "title", "5", '"', "a*", "%", "starts"]),
        max_size=3,
    ),
)
def test_any_input_is_answered_as_the_contract_says(client, edition, path, query):
    response = client.get(API + path, query)
    assert response.status_code in (200, 400)
    check(template_of(path), response)
