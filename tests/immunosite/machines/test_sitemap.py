"""Sitemaps: every live page once, in parts that cost the same wherever they lie."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from editorial import acts
from editorial.models import Edition
from immunosite.machines import sitemap
from tests import cast
from tests.immunosite.machines.machine_pages import PAGES, SITE, publish_all

pytestmark = pytest.mark.django_db

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def rows(address):
    """Addresses with the moment of their last change."""
    answer = Client().get(address.removeprefix(SITE))
    assert answer.status_code == 200, address
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return {
        each.findtext(f"{SPACE}loc"): each.findtext(f"{SPACE}lastmod")
        for each in etree.fromstring(answer.content)
    }


def parts():
    return {url: at for url, at in rows("/sitemap.xml").items() if "-site" not in url}


def listed():
    return {url: at for part in parts() for url, at in rows(part).items()}


def test_every_live_page_is_listed_with_the_start_of_its_edition(wen, mei):
    publish_all(wen, mei)
    found = listed()
    assert set(found) == {f"{SITE}{page}" for page in PAGES}
    for edition in Edition.objects.live():
        changed = datetime.fromisoformat(found[f"{SITE}{edition.get_absolute_url()}"])
        assert changed == edition.effective_from.replace(microsecond=changed.microsecond)


def test_a_part_is_as_new_as_its_newest_page(wen, mei):
    publish_all(wen, mei)
    for part, changed in parts().items():
        assert changed == max(rows(part).values())


def test_what_is_not_live_is_not_listed(scheduled, withdrawn, wen):
    cast.submit(cast.article(wen), wen)
    assert parts() == {}
    assert Client().get("/sitemap-articles.xml").status_code == 404


def test_a_page_stays_in_its_part_and_moves_with_its_address(edition, wen, ravi):
    [part] = parts()
    acts.revise(edition.document, by=wen)
    document = edition.document.stored()
    document.slug = "renamed"
    cast.publish(cast.save(document, wen), wen, ravi)
    assert list(parts()) == [part]
    assert list(rows(part)) == [f"{SITE}/articles/renamed/"]


def test_long_lists_are_split_and_nothing_is_lost_or_twice(wen, mei, monkeypatch):
    monkeypatch.setattr(sitemap, "ROWS", 2)
    made = [cast.publish(cast.article(wen), wen, mei) for _ in range(5)]
    assert len(parts()) >= 3
    found = [url for part in parts() for url in rows(part)]
    assert sorted(found) == sorted(f"{SITE}{each.get_absolute_url()}" for each in made)
    assert all(len(rows(part)) <= 2 for part in parts())


@pytest.mark.parametrize("part", ["1", "-1", "x", "9" * 12, "9" * 40, "²"])
def test_a_part_that_is_not_there_is_not_found(edition, part):
    assert Client().get("/sitemap-articles.xml", {"p": part}).status_code == 404


def test_the_database_reads_a_part_by_the_documents_numbers(edition):
    """Not by kind: that would read all of a kind for each part of it."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        Client().get("/sitemap-articles.xml")
    [query] = [each["sql"] for each in queries if '"document_id" >=' in each["sql"]]
    assert "LIMIT" not in query
    assert '"kind" =' not in query
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "document_id>? AND document_id<?" in plan


@pytest.mark.parametrize(
    ("address", "cost"),
    [("/sitemap.xml", 2), ("/sitemap-articles.xml", 2), ("/sitemap-site.xml", 1)],
)
def test_it_costs_the_same_for_any_number(address, cost, wen, mei, django_assert_num_queries):
    for _ in range(3):
        cast.publish(cast.article(wen), wen, mei)
    with django_assert_num_queries(cost):
        answer = Client().get(address)
    assert not answer.cookies
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_sites_own_pages_are_all_there(wen, mei):
    publish_all(wen, mei)
    for url in rows("/sitemap-site.xml"):
        assert Client().get(url.removeprefix(SITE)).status_code == 200, url
