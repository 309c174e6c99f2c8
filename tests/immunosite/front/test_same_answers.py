"""What the front says is what Django says: every header, every byte, for every public page."""

import pytest

from immunosite.edge.cookies import is_private
from immunosite.page_store import store
from tests._page_world import PageWorld
from tests.accessibility._page_types import PAGES
from tests.immunosite.front.conftest import Site

MACHINES = [
    "/sitemap.xml", "/sitemap-articles.xml", "/feeds/all.xml", "/feeds/withdrawals.xml",
    "/robots.txt", "/manifest.webmanifest", "/opensearch.xml", "/.well-known/security.txt",
    "/.well-known/jwks.json", "/search/suggest/?q=anti", "/api/v1/pages/", "/api/v1/openapi.json",
    "/api/v1/pages/article/", "/api/v1/glossary/?q=anti", "/articles/how-it-works/history/timemap/",
]  # fmt: skip
# Sign-in is nobody's to store: its token is new each time.
ADDRESSES = [at for at in [*PAGES.values(), *MACHINES] if not is_private(at)]


def build():
    PageWorld()


@pytest.fixture
def world(own, db):
    return Site()


def said(answer):
    return answer.status, answer.headers, answer.content


@pytest.mark.parametrize("accepted", ["br, gzip", "gzip", "", "br;q=0, *", "identity"])
def test_every_page_is_the_same_with_every_header(world, accepted):
    asked = {"HTTP_ACCEPT_ENCODING": accepted}
    repeated = []
    for address in ADDRESSES:
        world.get(address, **asked)
        before = world.entered
        answer = world.get(address, **asked)
        if world.entered == before:
            repeated.append(address)
        store.clear()
        assert said(answer) == said(world.uncached(address, **asked)), address
    assert len(repeated) > 50
    assert {"/", "/articles/", "/articles/how-it-works/", "/api/v1/pages/"} <= set(repeated)


PAGE, MEMENTO = "/articles/how-it-works/", "/articles/how-it-works/history/1/"
OTHERWISE = [
    {"HTTP_RANGE": "bytes=0-9"},
    {"HTTP_RANGE": "bytes=0-9", "HTTP_IF_RANGE": '"other"'},
    {"HTTP_IF_MODIFIED_SINCE": "Thu, 31 Dec 2099 20:35:00 GMT"},
    {"HTTP_IF_UNMODIFIED_SINCE": "Thu, 01 Jan 1970 00:00:00 GMT"},
    {"HTTP_IF_MATCH": '"other"'},
    {"HTTP_IF_NONE_MATCH": "*"},
    {"HTTP_IF_NONE_MATCH": "no tag at all"},
    {"HTTP_ACCEPT_DATETIME": "Thu, 31 May 2001 20:35:00 GMT"},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_ACCEPT_LANGUAGE": "de"},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=0.2, br;q=0.1, identity;q=0.9"},
    {"HTTP_ACCEPT_ENCODING": "GZIP;q=1.0 , br;q=0.001"},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=2, br;q=x"},
    {"HTTP_ACCEPT_ENCODING": "identity;q=0"},
    {"HTTP_ACCEPT_ENCODING": "*;q=0"},
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_X_FORWARDED_PORT": "81", "HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_X_FORWARDED_FOR": "10.0.0.1", "HTTP_FORWARDED": "host=evil.example"},
    {"HTTP_X_ORIGINAL_URL": "/admin/", "HTTP_X_REWRITE_URL": "/admin/"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    {"HTTP_ORIGIN": "https://evil.example", "HTTP_REFERER": "https://evil.example/"},
    {"HTTP_CACHE_CONTROL": "no-cache", "HTTP_PRAGMA": "no-cache"},
    {"HTTP_COOKIE": "sessionid=abc; csrftoken=def"},
    {"HTTP_AUTHORIZATION": "Basic eDp5"},
    {"HTTP_HOST": "LOCALHOST:8000"},
    {"SCRIPT_NAME": "/evil"},
    {"SERVER_NAME": "evil.example", "SERVER_PORT": "81"},
    {"SERVER_PROTOCOL": "HTTP/1.0"},
    {"wsgi.url_scheme": "https"},
    {"CONTENT_LENGTH": "00"},
    {"CONTENT_TYPE": "text/html; charset=utf-7"},
]


@pytest.mark.parametrize("asked", OTHERWISE, ids=str)
@pytest.mark.parametrize("address", [PAGE, MEMENTO, "/api/v1/pages/"])
def test_whatever_else_is_asked_is_answered_as_by_django_and_changes_nobody_elses_page(
    world, address, asked
):
    """First on a cold page, so that this request is what the front learns from."""
    plain = said(world.uncached(address))
    for warm in (False, True):
        store.clear()
        world = Site()
        if warm:
            world.get(address)
        for _ in range(2):
            first, django = world.get(address, **asked), world.uncached(address, **asked)
            assert said(without_length(first)) == said(without_length(django))
        assert [said(world.get(address)) for _ in range(2)] == [plain, plain]
        assert world.from_the_store(address)


def without_length(answer):
    """Django's own 304 says a length of 0, which none may (RFC 9110, 8.6)."""
    if answer.status == 304:
        answer.headers.pop("Content-Length", None)
    return answer


def test_a_memento_says_its_time_and_the_timegate_is_asked_each_time(world):
    world.get(MEMENTO)
    assert world.from_the_store(MEMENTO)
    assert world.get(MEMENTO).headers["Memento-Datetime"]
    gate = "/articles/how-it-works/history/timegate/"
    for date in ("Thu, 31 May 2001 20:35:00 GMT", "Thu, 31 Dec 2099 20:35:00 GMT"):
        answer = world.get(gate, HTTP_ACCEPT_DATETIME=date)
        assert said(answer) == said(world.uncached(gate, HTTP_ACCEPT_DATETIME=date))
        assert answer.status == 302
    assert world.get(gate, HTTP_ACCEPT_DATETIME="yesterday").status == 400
    assert not world.from_the_store(gate)


def test_a_reader_who_has_the_page_already_teaches_the_front_as_well(world):
    world.get(PAGE, HTTP_IF_NONE_MATCH="*")
    assert world.from_the_store(PAGE)


def test_so_is_what_is_told_of_the_head(world):
    for address in ADDRESSES:
        world.get(address)
        answer = world.get(address, "HEAD")
        assert said(answer) == said(world.uncached(address, "HEAD")), address


def test_who_has_a_page_hears_the_same(world):
    for address in ("/", "/articles/how-it-works/", "/api/v1/pages/"):
        tag = world.get(address).headers["ETag"]
        before = world.entered
        for known in (tag, f"W/{tag}", "*", f'"other", {tag}'):
            answer = world.get(address, HTTP_IF_NONE_MATCH=known)
            django = world.uncached(address, HTTP_IF_NONE_MATCH=known)
            assert said(answer) == said(without_length(django))
            assert answer.status == 304
        assert world.entered == before
        assert world.get(address, HTTP_IF_NONE_MATCH='"other"').status == 200


def test_security_headers_stand_on_a_repeated_answer(world):
    world.get("/")
    headers = world.get("/").headers
    assert world.entered == 1
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
                 "X-Frame-Options", "Cross-Origin-Opener-Policy"):  # fmt: skip
        assert headers[name]
    assert "nonce" not in headers["Content-Security-Policy"]
