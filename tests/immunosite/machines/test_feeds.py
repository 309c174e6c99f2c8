"""Atom feeds, held against RFC 4287."""

from datetime import datetime

import pytest
from django.test import Client
from lxml import etree

from editorial import acts
from editorial.models import Edition
from immunosite.page_store import store
from tests import cast
from tests.immunosite.machines.machine_pages import SITE, publish_all

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [f"/feeds/{n}.xml" for n in ("all", "articles", "therapies", "conditions", "glossary")]
WITHDRAWALS = "/feeds/withdrawals.xml"


def feed(address):
    answer = Client().get(address)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def texts(element, name):
    return [each.text for each in element.findall(f"{ATOM}{name}")]


def entries(tree):
    return tree.findall(f"{ATOM}entry")


def href(element, rel):
    return [e.get("href") for e in element.findall(f"{ATOM}link") if e.get("rel") == rel]


def entry_of(address, title):
    return next(each for each in entries(feed(address)) if texts(each, "title") == [title])


def faults(tree):
    """What RFC 4287 forbids, as far as it concerns what we write."""
    for part in [tree, *entries(tree)]:
        for name in ("id", "title", "updated"):  # 4.1.1 and 4.1.2: exactly one of each
            if len(texts(part, name)) != 1 or not texts(part, name)[0]:
                yield f"{part.tag} has no single {name}"
        for moment in texts(part, "updated") + texts(part, "published"):  # 3.3
            if datetime.fromisoformat(moment).tzinfo is None:
                yield f"{moment} has no zone"
        for link in href(part, "alternate") + href(part, "self"):
            if not link.startswith(SITE):
                yield f"{link} is not an address of the site"
    if not tree.findall(f"{ATOM}author"):  # 4.1.1; it counts for entries without their own
        yield "the feed has no author"
    ids = [texts(each, "id")[0] for each in entries(tree)]
    if len(ids) != len(set(ids)):
        yield "two entries have one id"


@pytest.mark.parametrize("address", [*FEEDS, WITHDRAWALS])
def test_an_empty_feed_is_valid_and_always_the_same(address):
    first = Client().get(address).content
    store.clear()
    assert Client().get(address).content == first
    tree = etree.fromstring(first)
    assert not entries(tree)
    assert list(faults(tree)) == []


@pytest.mark.parametrize("address", FEEDS)
def test_feeds_keep_the_rules_of_atom(address, wen, mei):
    publish_all(wen, mei)
    tree = feed(address)
    assert entries(tree)
    assert list(faults(tree)) == []
    assert href(tree, "self") == [f"{SITE}{address}"]
    assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    newest = [texts(each, "updated")[0] for each in entries(tree)]
    assert newest == sorted(newest, reverse=True)
    assert texts(tree, "updated") == newest[:1]


def test_a_fault_is_found():
    tree = etree.fromstring(f'<feed xmlns="{ATOM[1:-1]}"><id>x</id><title>x</title></feed>')
    assert list(faults(tree)) == [f"{ATOM}feed has no single updated", "the feed has no author"]


@pytest.mark.parametrize(("address", "count"), list(zip(FEEDS, (5, 2, 1, 1, 1), strict=True)))
def test_each_kind_has_its_own(address, count, wen, mei):
    publish_all(wen, mei)
    assert len(entries(feed(address))) == count


def test_an_entry_names_writer_and_reviewer(wen, mei):
    publish_all(wen, mei)
    entry = entry_of(FEEDS[0], "What “it” is, & why </script> is text")
    assert texts(entry.find(f"{ATOM}author"), "name") == ["Wen Sample"]
    assert texts(entry.find(f"{ATOM}contributor"), "name") == ["Mei Sample"]
    assert texts(entry.find(f"{ATOM}contributor"), "uri") == [f"{SITE}/reviewers/mei/"]
    assert href(entry, "alternate") == [f"{SITE}/articles/what-it-is/"]
    assert entry.find(f"{ATOM}category").get("term") == "Article"


def test_no_reviewer_is_named_where_the_signature_does_not_hold(edition, monkeypatch):
    monkeypatch.setattr(Edition, "badge", None)
    [entry] = entries(feed(FEEDS[0]))
    assert entry.find(f"{ATOM}contributor") is None


def test_a_new_edition_is_the_same_entry_at_its_new_address(edition, wen, ravi):
    [before] = entries(feed(FEEDS[0]))
    acts.revise(edition.document, by=wen)
    document = edition.document.stored()
    document.slug = document.title = "renamed"
    cast.publish(cast.save(document, wen), wen, ravi)
    [after] = entries(feed(FEEDS[0]))
    assert texts(after, "id") == texts(before, "id")
    assert texts(after, "published") == texts(before, "published")
    assert texts(after, "updated") > texts(before, "updated")
    assert href(after, "alternate") == [f"{SITE}/articles/renamed/"]


def test_summaries_are_text_not_markup(wen, ravi):
    cast.publish(cast.article(wen, summary="Fewer than <b>5</b> & more"), wen, ravi)
    [entry] = entries(feed(FEEDS[0]))
    assert texts(entry, "summary") == ["Fewer than &lt;b&gt;5&lt;/b&gt; &amp; more"]


def test_a_withdrawn_page_leaves_the_feeds_but_for_its_notice(withdrawn):
    assert not entries(feed(FEEDS[0]))
    tree = feed(WITHDRAWALS)
    [entry] = entries(tree)
    assert list(faults(tree)) == []
    assert texts(entry, "summary") == ["A study behind this page was retracted."]
    assert texts(entry, "title")[0].startswith("Article withdrawn on ")
    everything = etree.tostring(tree).decode()
    assert withdrawn.title not in everything
    assert withdrawn.slug not in everything


def test_what_was_stopped_before_it_began_has_no_notice(scheduled, edda):
    acts.withdraw(scheduled.document, by=edda, reason="Stopped in time.")
    assert not entries(feed(WITHDRAWALS))


@pytest.mark.parametrize("address", [*FEEDS, WITHDRAWALS])
def test_the_host_that_a_request_claims_is_not_repeated(address, withdrawn):
    assert b"127.0.0.1" not in Client().get(address, headers={"host": "127.0.0.1"}).content


def test_a_feed_costs_the_same_for_any_number(wen, mei, django_assert_num_queries):
    for _ in range(3):
        cast.publish(cast.article(wen), wen, mei)
    for address, cost in ((FEEDS[0], 3), (FEEDS[1], 3), (WITHDRAWALS, 2)):
        with django_assert_num_queries(cost):
            answer = Client().get(address)
        assert not answer.cookies
        assert answer.headers["Vary"] == "Accept-Encoding"
