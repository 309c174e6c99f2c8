"""Each address that the site has is exported, asked of the application or not shown: none is
forgotten."""

import pytest
from django.urls import URLPattern, get_resolver, resolve, reverse

from editorial.kinds import all_kinds
from immunosite.export.files import name_of
from immunosite.export.refusal import ExportRefusal
from immunosite.export.routes import BELOW, Fate, of_fate, route_of, routes


def patterns(resolver, above=""):
    for each in resolver.url_patterns:
        path = f"{above}{each.pattern}"
        if isinstance(each, URLPattern):
            yield path
        elif path not in BELOW:
            yield from patterns(each, path)


def test_each_address_of_the_site_has_a_fate():
    assert len(routes()) == len(list(patterns(get_resolver()))) + len(BELOW)
    assert of_fate(Fate.UNKNOWN) == []


def test_what_is_not_exported_says_why():
    assert all(each.why for each in (*of_fate(Fate.APPLICATION), *of_fate(Fate.HIDDEN)))


def test_what_is_exported_is_stored_for_all_readers():
    """Only a view that the page store wraps may be handed out to everybody."""
    stored = {each.name for each in of_fate(Fate.EXPORTED)}
    assert {"home", "receipt-keys", "robots", "favicon", "article-receipt"} <= stored
    assert not stored & {"ask", "search", "article-report", "healthz"}


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
def test_an_address_is_known_by_its_path(kind):
    page = reverse(kind.name, args=["some-slug"])
    assert route_of(page).name == resolve(page).view_name
    assert route_of(f"{page}history/12/").fate is Fate.EXPORTED
    assert route_of(f"{page}report/").fate is Fate.APPLICATION
    assert route_of(f"{page}x/") is None


def test_what_is_below_an_address_of_the_application_is_its_own():
    for path in ("/admin/", "/admin/any/where/", "/api/v1/pages/", "/review/1/"):
        assert route_of(path).fate is Fate.APPLICATION
    assert route_of("/healthz").fate is Fate.HIDDEN


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "@.text-html-utf-8"),
        ("/a", "a@.text-html-utf-8"),
        ("/a/", "a/@.text-html-utf-8"),
        ("/a/b", "a/b@.text-html-utf-8"),
        ("/a/?page=2", "a/@page=2.text-html-utf-8"),
        ("/%C3%A4/", "ä/@.text-html-utf-8"),
        ("/.well-known/x.txt", ".well-known/x.txt@.text-html-utf-8"),
    ],
)
def test_an_address_is_the_name_of_a_file(address, name):
    assert name_of(address, "text/html; charset=utf-8") == name


@pytest.mark.parametrize(
    "address",
    [
        *("a/", "//a/", "/a//b", "/../a", "/a/%2e%2e/b", "/a/..", "/a@b/", "/a%00/", "/a%0a"),
        *("/$a/", "/" + "a" * 201),
    ],
)
def test_what_could_be_the_name_of_another_file_is_refused(address):
    with pytest.raises(ExportRefusal, match="cannot be the name of a file"):
        name_of(address, "text/html")
