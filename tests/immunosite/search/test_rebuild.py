"""`rebuild_search` makes a true index of anything, and stands in nobody's way."""

from functools import partial

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from immunosite.search import index
from immunosite.search.finding import find
from immunosite.search.models import SearchEntry, SearchText, SearchWord, SpellingPair
from tests import cast
from tests._racing import race
from tests._tampering import faults

SQLITE_ONLY = {
    "broken pages": ["UPDATE search_fulltext_data SET block = x'00'"],
    "lost pages": ["DELETE FROM search_fulltext_data WHERE id > 10"],
    "all pages lost": ["DELETE FROM search_fulltext_data"],
    "no index of pages": ["DELETE FROM search_fulltext_idx"],
    "no lengths": ["DELETE FROM search_fulltext_docsize"],
    "a strange version": ["UPDATE search_fulltext_config SET v = 99 WHERE k = 'version'"],
    "no version": ["DELETE FROM search_fulltext_config"],
    "a shadow table lost": ["DROP TABLE search_fulltext_data"],
    "the settings lost": ["DROP TABLE search_fulltext_config"],
    "no full text": [
        "DROP TRIGGER search_fulltext_add",
        "DROP TRIGGER search_fulltext_drop",
        "DROP TABLE search_fulltext",
    ],
    "rows gone behind its back": [
        "DROP TRIGGER search_fulltext_drop",
        "DELETE FROM search_searchtext",
    ],
    "rows changed behind its back": ["UPDATE search_searchtext SET title = 'x', body = 'y'"],
    "broken spelling": ["UPDATE search_spelling_data SET block = x'00'"],
    "spelling without words": ["DELETE FROM search_spelling_content"],
    "a row too many": [
        "INSERT INTO search_fulltext (rowid, title, names, summary, body)"
        " VALUES (99999, 'antibody', '', '', '')"
    ],
}
POSTGRESQL_ONLY = {
    "an index lost": ["DROP INDEX search_fulltext_document", "DROP INDEX search_fulltext_head"],
    "rows changed": ["UPDATE search_searchtext SET title = 'x', body = 'y'"],
}
ON_BOTH = {"no entries": ["DELETE FROM search_searchname", "DELETE FROM search_searchword"]}
DAMAGE = ON_BOTH | (SQLITE_ONLY if connection.vendor == "sqlite" else POSTGRESQL_ONLY)


@pytest.fixture
def vitiligo(wen, ravi):
    return cast.publish(cast.article(wen, title="Living with vitiligo"), wen, ravi)


def content():
    return [
        list(SearchText.objects.order_by("pk").values()),
        sorted(SearchEntry.objects.values_list("pk", "facets")),
        sorted(SearchWord.objects.values_list("word", flat=True)),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_it_repairs_whatever_was_damaged(vitiligo, wen, ravi, damage):
    before, pairs = content(), SpellingPair.objects.count()
    with connection.cursor() as cursor:
        for statement in damage:
            cursor.execute(statement)
    connection.close()
    call_command("rebuild_search", verbosity=0)
    assert content() == before
    assert find("vitiligo").total == 1
    assert find("vitilgo").suggestion == "vitiligo"
    assert SpellingPair.objects.count() == pairs
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    # And it follows the next act.
    cast.publish(cast.article(wen, title="Vitiligo in children"), wen, ravi)
    assert find("vitiligo").total == 2
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_writers_come_between_its_turns(wen, ravi, monkeypatch):
    """Each turn is a transaction of its own, and holds few editions."""
    for number in range(5):
        cast.publish(cast.article(wen, title=f"Vitiligo {number}"), wen, ravi)
    monkeypatch.setattr(index, "ROWS", 2)
    turns = []

    def between(seconds):
        assert not connection.in_atomic_block
        turns.append(SearchEntry.objects.count())
        if len(turns) == 1:
            cast.publish(cast.article(wen, title="Vitiligo meanwhile"), wen, ravi)

    monkeypatch.setattr("time.sleep", between)
    assert index.rebuild() == 6
    assert turns == [2, 5, 6, 6, 6, 6]  # the last ones are for the drafts
    assert find("vitiligo").total == 6


@pytest.mark.django_db(transaction=True)
def test_it_and_a_publication_at_once_lose_nothing(vitiligo, wen, mei):
    review = cast.submit(cast.article(wen, title="More on vitiligo"), wen)
    race(index.rebuild, partial(cast.sign, review, mei))
    assert find("vitiligo").total == 2
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_a_page_kept_of_half_an_index_is_given_up(client, vitiligo, monkeypatch):
    page = "/search/?q=vitiligo"
    half = []
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    made = index.make_anew
    monkeypatch.setattr(index, "make_anew", lambda: (made(), half.append(client.get(page))))
    index.rebuild()
    assert "Living with" not in half[0].content.decode()
    assert "Living with" in client.get(page).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_damage_of_these_tests_is_real(vitiligo, wen, ravi):
    """As it was seen: an index whose rows and full text differ takes no further publication."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_fulltext_data SET block = x'00'")
    connection.close()
    with pytest.raises(DatabaseError, match="malformed"), transaction.atomic():
        SearchEntry.objects.all().delete()
