"""What a page says to a cache in front of the site, and not while there is none."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.utils import timezone

from immunosite.cdn.headers import cache_headers
from immunosite.start.cdn import purge_url
from tests import cast
from tests.immunosite.front.conftest import Site, one_connection  # noqa: F401 - a fixture

SOURCES = frozenset(["document-7", "kind-article"])


def said(seconds_left=3600, **given):
    until = timezone.now() + timedelta(seconds=seconds_left, milliseconds=500)
    return dict(cache_headers(SOURCES, until, **given))


def test_without_one_nobody_keeps_a_page_and_no_names_are_said():
    assert said() == {"Cache-Control": "public, no-cache"}


@pytest.mark.parametrize(
    ("keep", "stale", "left", "control"),
    [
        (60, 0, 3600, "s-maxage=60"),
        (60, 30, 3600, "s-maxage=60, stale-while-revalidate=30"),
        (60, 30, 70, "s-maxage=60, stale-while-revalidate=10"),
        (60, 30, 20, "s-maxage=20"),
        (60, 0, -5, "s-maxage=0"),
    ],
)
def test_it_may_keep_a_page_until_the_clock_changes_it(settings, keep, stale, left, control):
    """A browser asks again each time all the same."""
    settings.CDN_SECONDS, settings.CDN_STALE_SECONDS = keep, stale
    assert said(left) == {
        "Cache-Control": f"public, max-age=0, must-revalidate, {control}",
        "Surrogate-Key": "document-7 kind-article site",
    }


def test_what_the_database_could_not_confirm_is_nobody_else_s_to_keep(settings):
    settings.CDN_SECONDS = 60
    assert said(is_old=True) == {"Cache-Control": "public, no-cache"}


def test_the_front_says_the_same_each_time_with_the_seconds_that_are_left(
    db, settings, edition, wen, mei, monkeypatch
):
    settings.CDN_SECONDS = 3600
    ends = timezone.now() + timedelta(seconds=1800)
    brief = cast.publish(cast.article(wen, expire_at=ends), wen, mei)
    site, address = Site(), brief.get_absolute_url()
    site.get(address)
    first = site.get(address).headers
    assert site.entered == 1
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(seconds=600))
    second = site.get(address).headers
    assert site.entered == 1
    kept = [int(each["Cache-Control"].rpartition("=")[2]) for each in (first, second)]
    assert 1700 < kept[0] <= 1800
    assert 1100 < kept[1] <= 1200
    assert f"document-{brief.document_id}" in second["Surrogate-Key"].split()


def test_nor_does_the_front_let_it_keep_a_page_while_the_database_is_away(db, settings, edition):
    settings.CDN_SECONDS = 3600
    site, address = Site(), edition.get_absolute_url()
    for _ in range(2):
        site.get(address)

    def away(now):
        raise OperationalError("no connection")

    site.front.stamp.ask = away
    site.seconds += 2
    headers = site.get(address).headers
    assert (headers["Cache-Control"], "Cache-Status" in headers) == ("public, no-cache", True)


def test_an_error_page_or_a_private_one_is_never_kept(client, settings, edition, root):
    settings.CDN_SECONDS = 3600
    client.force_login(root)
    for address in ("/articles/no-such-page/", "/admin/", "/review/", "/accounts/login/"):
        headers = client.get(address).headers
        assert "s-maxage" not in headers.get("Cache-Control", "")
        assert "Surrogate-Key" not in headers


# --- The settings ---------------------------------------------------------------------------------


def test_it_has_to_be_said_where_a_page_is_purged():
    assert purge_url("", seconds=0) == ""
    assert purge_url("http://127.0.0.1:6081/", seconds=60) == "http://127.0.0.1:6081/"
    with pytest.raises(ImproperlyConfigured, match="CDN_PURGE_URL does not say"):
        purge_url("", seconds=60)


@pytest.mark.parametrize(
    "url", ["cache.example", "ftp://cache.example/", "http:///x", "http://a b/"]
)
def test_that_is_a_whole_address(url):
    with pytest.raises(ImproperlyConfigured, match="whole http"):
        purge_url(url, seconds=0)
