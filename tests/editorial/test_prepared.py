"""A prepared question gives what the same question gives that is put plainly."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from editorial.models import Edition
from editorial.prepared import Prepared
from tests import cast

pytestmark = pytest.mark.django_db


def of_documents(documents, slug, now):
    rows = Edition.objects.live(now).filter(document__in=documents).exclude(slug=slug)
    return rows.with_record().order_by("slug")


@pytest.fixture
def editions(wen, ravi):
    return [cast.publish(cast.article(wen, slug=f"page-{n}"), wen, ravi) for n in range(3)]


def seen(rows):
    """With what came along in the same question."""
    return [(row, row.slug, row.review.digest, row.event.hash, row.effective_from) for row in rows]


def test_it_gives_the_same_rows_for_other_values_and_longer_lists(editions):
    prepared = Prepared(Edition, of_documents)
    now, before = timezone.now(), timezone.now() - timedelta(days=1)
    ids = [each.document_id for each in editions]
    asked = [(ids, "page-1", now), (ids[:1], "x", now), (ids, "page-2", now), (ids, "x", before)]
    assert [seen(prepared(*each)) for each in asked] == [
        seen(of_documents(*each)) for each in asked
    ]
    assert [len(prepared(*each)) for each in asked] == [2, 1, 2, 0]


def test_a_value_may_be_asked_by_twice(editions):
    def twice(slug):
        return Edition.objects.filter(slug=slug, review__document__slug=slug)

    prepared = Prepared(Edition, twice)
    assert [prepared("page-0"), prepared("page-2")] == [[editions[0]], [editions[2]]]


def test_its_sql_is_written_once_and_each_asking_is_one_query(
    editions, monkeypatch, django_assert_num_queries
):
    prepared, now = Prepared(Edition, of_documents), timezone.now()
    prepared([editions[0].document_id], "x", now)
    monkeypatch.delattr(SQLCompiler, "as_sql")
    with django_assert_num_queries(2):
        found = [prepared([each.document_id], "x", now) for each in editions[:2]]
    assert found == [[each] for each in editions[:2]]


def test_what_is_done_to_the_rows_of_one_asking_is_not_seen_in_the_next(editions):
    prepared = Prepared(Edition, of_documents)
    given = [editions[0].document_id], "x", timezone.now()
    prepared(*given)[0].title = "Altered"
    assert prepared(*given)[0].title == editions[0].title


def test_a_question_that_does_not_ask_by_a_value_is_refused():
    prepared = Prepared(Group, lambda name, other: Group.objects.filter(name=name))
    with pytest.raises(ValueError, match="does not ask by each of its values"):
        prepared("Writer", "Reviewer")


@pytest.mark.django_db(transaction=True)
def test_threads_put_it_at_the_same_time_each_on_its_own_connection():
    prepared = Prepared(Group, lambda name: Group.objects.filter(name=name))
    names = ["Writer", "Reviewer", "Editor"] * 20

    def asked(name):
        found = [each.name for each in prepared(name)]
        connection.close()
        return found

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(asked, names)) == [[name] for name in names]
