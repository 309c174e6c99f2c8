"""Who is answered by the front, and whose request is Django's alone."""

import pytest
from django.urls import reverse

from articles.filters import ArticleFilter, TherapyFilter
from editorial import acts
from editorial.kinds import topics
from glossary.lookup import LookupForm
from immunosite.front.repeated import Ways, may_be_repeated
from immunosite.front.requests import PARAMETERS, REPEATED, Key
from immunosite.search.missed import waiting
from tests import cast

GOOD = [("Vary", "Accept-Encoding"), ("Content-Security-Policy", "default-src 'none'")]


def test_a_reader_is(site, edition):
    address = edition.get_absolute_url()
    assert not site.from_the_store(address)
    assert site.from_the_store(address)
    assert site.from_the_store(address, HTTP_COOKIE="theme=dark")


@pytest.mark.parametrize(
    "asked",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "a=b; sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"CONTENT_TYPE": "text/plain; charset=utf-7"},
        {"CONTENT_LENGTH": "5"},
        {"CONTENT_LENGTH": "-1"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_ACCEPT_ENCODING": "identity;q=0, *;q=0"},
        {"HTTP_ACCEPT_ENCODING": "br," * 200},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "localhost@evil.example"},
        {"HTTP_HOST": "LOCALHOST:81"},
        {"HTTP_HOST": ""},
        {"wsgi.url_scheme": "https"},
    ],
)
def test_whoever_asks_in_another_way_hears_django(site, asked):
    site.get("/")
    before = site.entered
    answer = site.get("/", **asked)
    assert site.entered == before + 1
    assert answer.status == site.uncached("/", **asked).status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "QUERY"])
def test_only_reading_is_answered(site, method):
    site.get("/")
    before = site.entered
    site.get("/", method)
    assert site.entered == before + 1


@pytest.mark.parametrize(
    "query",
    ["utm_source=x", "page=1&page=2", "page=1&x", "t=a&t=b", "q=" + "x" * 200, "%70age=1&page=2",
     "&".join(["page=1"] * 9), "q=\u00c3\u00a9"],
)  # fmt: skip
def test_unknown_repeated_and_long_parameters_pass_by(site, query):
    for _ in range(2):
        assert not site.from_the_store(f"/articles/?{query}")
    assert site.front.ways.find(Key("http", "", "localhost", "/articles/", query)) is None


def test_therapies_side_by_side_are_answered_though_their_parameter_is_repeated(site, wen, mei):
    for slug in "ab":
        cast.publish(cast.therapy(wen, slug=slug), wen, mei)
    page = reverse("therapy-compare")
    assert list(REPEATED) == [page]
    site.get(f"{page}?t=a&t=b")
    assert site.from_the_store(f"{page}?t=a&t=b")
    assert site.get(f"{page}?t=b&t=a").content != site.get(f"{page}?t=a&t=b").content
    for query in ("t=a&t=b&page=1&page=2", "t=a&x=b", "q=a&q=b"):
        site.get(f"{page}?{query}")
        assert not site.from_the_store(f"{page}?{query}")


def test_parameters_of_the_lists_are_known(site):
    names = {*ArticleFilter.base_filters, *TherapyFilter.base_filters, *LookupForm.base_fields}
    assert names <= PARAMETERS | topics().keys()
    site.get("/articles/?page=1&kind=question")
    assert site.from_the_store("/articles/?page=1&kind=question")


@pytest.mark.parametrize(
    "address",
    ["/articles/no-such-page/", "/articles", "/admin/", "/admin/login/", "/review/",
     "/accounts/login/", "/../admin/", "/%00", "/articles/%2e%2e/", "/" + "a" * 500],
)  # fmt: skip
def test_what_is_no_stored_page_is_never_repeated(site, address):
    for _ in range(2):
        assert not site.from_the_store(address)
    assert not site.front.ways.known


def test_whoever_signs_in_gets_nothing_of_the_store_and_leaves_nothing(site, edition, root, client):
    client.force_login(root)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    for address in (edition.get_absolute_url(), reverse("admin:index")):
        assert site.get(address, HTTP_COOKIE=cookie).status == 200
    assert not site.front.ways.known
    assert root.username not in site.get(edition.get_absolute_url()).content.decode()


def test_a_site_on_https_goes_on_sending_readers_there(site, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 3600
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = type(site)()  # middleware reads its settings once
    secure = {"HTTP_X_FORWARDED_PROTO": "https"}
    site.get("/", **secure)
    assert site.from_the_store("/", **secure)
    assert site.get("/", **secure).headers["Strict-Transport-Security"] == "max-age=3600"
    assert site.get("/").status == site.get("/", HTTP_X_FORWARDED_PROTO="http").status == 301


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 Not Found", GOOD),
        ("200 OK", []),
        ("200 OK", [("Vary", "Accept-Encoding, Cookie")]),
        ("200 OK", [*GOOD, ("Set-Cookie", "who=you")]),
        ("200 OK", [*GOOD, ("X-Request-ID", "1")]),
        ("200 OK", [GOOD[0], ("Content-Security-Policy", "script-src 'nonce-abc'")]),
    ],
)
def test_what_is_one_readers_own_may_not_be_repeated(status, headers):
    assert may_be_repeated("200 OK", GOOD)
    assert not may_be_repeated(status, headers)


def test_what_django_no_longer_says_is_forgotten(site, edition, edda):
    address = edition.get_absolute_url()
    site.get(address)
    assert len(site.front.ways.known) == 1
    acts.withdraw(edition.document, by=edda, reason="Retracted study.")
    site.seconds += 1
    assert site.get(address).status == 410
    assert not site.front.ways.known


def test_the_ways_are_bounded_and_lose_what_was_used_longest_ago():
    ways = Ways(most=2)
    one, two, three = (Key("http", "", "localhost", path, "") for path in "123")
    ways.keep(one, "1", GOOD)
    ways.keep(two, "2", GOOD)
    ways.find(one)
    ways.keep(three, "3", GOOD)
    assert list(ways.known) == [one, three]
    assert ways.known[one].headers is ways.known[three].headers  # held once for all


def test_a_search_that_finds_nothing_is_counted_each_time(site, monkeypatch):
    monkeypatch.setattr(waiting, "take", dict)  # all of it still waits
    for _ in range(3):
        site.get("/search/?q=xyzzy")
    assert sum(waiting.counts.values()) == 3
