"""The page store: bytes from memory, and never a stale one."""

import gzip
from datetime import timedelta

import brotli
import pytest
from django.test import Client
from django.utils import timezone

from editorial import acts
from immunosite import page_store
from tests import cast
from tests._clock import *  # noqa: F403


def next_change():
    return page_store.public_state()[1]


def url(edition):
    return edition.get_absolute_url()


def test_a_second_reader_costs_one_query(client, edition, django_assert_num_queries):
    first = client.get(url(edition))
    with django_assert_num_queries(1):
        second = client.get(url(edition))
    assert first.content == second.content


@pytest.mark.parametrize(
    ("accept", "decode"),
    [("br, gzip", brotli.decompress), ("gzip", gzip.decompress), ("", bytes), ("br;q=0", bytes)],
)
def test_bytes_are_compressed_as_the_reader_accepts(client, edition, accept, decode):
    plain = client.get(url(edition)).content
    response = client.get(url(edition), headers={"Accept-Encoding": accept})
    assert decode(response.content) == plain
    assert response.headers["Vary"] == "Accept-Encoding"
    assert not response.cookies


def test_a_reader_who_has_the_page_hears_so(client, edition):
    etag = client.get(url(edition)).headers["ETag"]
    response = client.get(url(edition), headers={"If-None-Match": f"W/{etag}"})
    assert (response.status_code, response.content) == (304, b"")


def test_a_withdrawn_page_is_gone_at_once(client, edition, edda):
    assert client.get(url(edition)).status_code == 200
    acts.withdraw(edition.document, by=edda, reason="Retracted study.")
    assert client.get(url(edition)).status_code == 410


def test_the_save_of_a_draft_ends_no_stored_page(
    client, edition, draft, wen, django_assert_num_queries
):
    client.get(url(edition))
    acts.revise(draft, by=wen)
    client.get(url(edition))
    cast.save(draft.stored(), wen)
    cast.article(wen)
    with django_assert_num_queries(1):
        assert client.get(url(edition)).status_code == 200


def test_a_new_page_is_in_the_lists_at_once(client, edition, wen, mei):
    client.get("/articles/")
    newer = cast.publish(cast.article(wen, title="Brand new page"), wen, mei)
    assert newer.title in client.get("/articles/").content.decode()


def test_a_page_ends_when_the_clock_changes_what_is_public(scheduled):
    assert next_change() <= scheduled.effective_from
    assert next_change() <= timezone.now() + timedelta(days=1)


def test_a_scheduled_start_within_the_day_ends_the_page_then(wen, mei):
    soon = timezone.now() + timedelta(seconds=30)
    cast.publish(cast.article(wen, publish_at=soon), wen, mei)
    assert next_change() == soon


def test_what_was_made_while_the_clock_was_ahead_ends_when_it_is_put_right(
    client, scheduled, wen, mei, clock
):
    """Of the page itself, and of a list: else a text would be public before its time."""
    live = cast.publish(cast.article(wen), wen, mei)
    for page in (url(scheduled), "/articles/", url(live)):
        right = client.get(page)
        clock(400)
        assert client.get(page).content != right.content
        clock(0)
        again = client.get(page)
        assert (again.status_code, again.content) == (right.status_code, right.content)
    assert client.get(url(scheduled)).status_code == 404


def test_errors_and_long_queries_are_not_kept(client, db):
    client.get("/articles/no-such-page/")
    client.get("/articles/?kind=" + "x" * 200)
    assert not page_store.store.pages


def test_the_store_forgets_what_was_used_longest_ago(client, edition, wen, mei):
    client.get(url(edition))
    small = page_store.PageStore(max_bytes=page_store.store.bytes + 1)
    first = next(iter(page_store.store.pages.values()))
    small.keep("one", first)
    small.keep("two", first)
    assert list(small.pages) == ["two"]
    assert small.bytes == len(first)


def test_private_pages_are_not_kept(edition, root):
    client = Client()
    client.force_login(root)
    client.get("/admin/")
    assert not page_store.store.pages


def test_a_page_costs_five_queries_at_most_after_all_has_changed_and_the_first_two_more(
    client, draft, wen, mei, ravi, django_assert_max_num_queries
):
    edition = cast.publish(draft, wen, ravi)
    client.get(url(edition))
    acts.revise(draft, by=wen)
    cast.publish(draft, wen, mei)
    cast.publish(cast.entry(wen, title="Text", slug="text"), wen, mei)
    # Two of them to read what the acts touched and one for the new term, once.
    with django_assert_max_num_queries(8):
        page = client.get(url(edition)).content.decode()
    assert "/glossary/text/" in page


def test_head_tells_the_length_and_sends_nothing(client, edition):
    length = len(client.get(url(edition)).content)
    response = client.head(url(edition))
    assert (response.content, response.headers["Content-Length"]) == (b"", str(length))
