"""Names beside hits and their badges are those of this moment, whatever was proven before.

Each search here was made before, so that all it shows is known by its bytes.
"""

import re

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from editorial import acts
from editorial.models import AuditEvent, Edition, Review, SignOff
from immunosite.page_store import store
from immunosite.search.finding import find
from immunosite.search.models import SearchText
from immunosite.search.suggestions import suggest
from tests import cast
from tests._clock import *  # noqa: F403
from tests._tampering import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(wen, ravi):
    """Publish articles about these topics, and make the search that the tests repeat."""

    def publish(count=1, **topics):
        for number in range(count):
            title = f"Vitiligo {number}"
            cast.publish(cast.article(wen, title=title, **topics), wen, ravi)
        return find("vitiligo")

    return publish


@pytest.fixture
def melanoma(wen, ravi):
    return cast.publish(cast.condition(wen, title="Melanoma", slug="melanoma"), wen, ravi)


def choices(query="vitiligo", **narrowed):
    facets = find(query, **narrowed).facets
    return [each.label for facet in facets if facet.name != "kind" for each in facet.choices]


def test_a_topic_that_is_withdrawn_is_no_choice_from_then_on(articles, melanoma, edda):
    articles(conditions=[melanoma.document.specific])
    assert choices() == ["Melanoma"]
    acts.withdraw(melanoma.document, by=edda, reason="Retracted.")
    assert choices() == []
    assert find("vitiligo", condition="melanoma").is_narrowed is False


def test_a_topic_with_a_new_name_has_it_at_once(articles, melanoma, wen, ravi):
    articles(conditions=[melanoma.document.specific])
    document = melanoma.document.specific
    acts.revise(document, by=wen)
    document.refresh_from_db()
    document.title, document.what_changed = "Melanoma of the skin", "The title."
    cast.save(document, wen)
    assert choices() == ["Melanoma"]
    cast.publish(document, wen, ravi)
    assert choices() == ["Melanoma of the skin"]


def test_topics_come_and_go_by_the_clock_and_come_again_when_it_is_put_back(
    articles, wen, ravi, clock
):
    ending = cast.condition(wen, title="Ending", expire_at=cast.days_ahead(3))
    coming = cast.condition(wen, title="Coming", publish_at=cast.days_ahead(6))
    for each in (ending, coming):
        cast.publish(each, wen, ravi)
    articles(conditions=[ending, coming])
    for days, expected in ((0, ["Ending"]), (4, []), (7, ["Coming"]), (4, []), (0, ["Ending"])):
        clock(days)
        assert choices() == expected
        assert choices() == expected


def test_withdrawn_stays_withdrawn_when_the_clock_is_put_back(articles, melanoma, edda, clock):
    articles(conditions=[melanoma.document.specific])
    clock(days=40)
    assert choices() == ["Melanoma"]
    acts.withdraw(melanoma.document, by=edda, reason="Retracted.")
    clock(days=0)
    assert choices() == []


OPTION = r">\s*Melanoma \(\d+\)\s*</option>"
TAMPERINGS = [
    (Edition, "title", "Invented"), (Edition, "slug", "invented"),
    (Edition, "summary", "Invented."), (Edition, "last_reviewed", "2040-01-01"),
    (Edition, "snapshot", {"title": "Invented"}), (Edition, "digest", "0" * 64),
    (Review, "digest", "0" * 64), (SignOff, "printed_name", "Invented"),
    (SignOff, "digest", "0" * 64), (AuditEvent, "data", {}), (AuditEvent, "actor", "Invented"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "column", "value"), TAMPERINGS)
def test_no_altered_row_keeps_its_name_beside_a_badge_or_its_own(
    client, articles, melanoma, model, column, value
):
    articles(conditions=[melanoma.document.specific])
    page = client.get("/search/?q=melanoma").content.decode()
    assert re.search(OPTION, page)
    assert "Mei Sample" in page or "Ravi Sample" in page
    assert suggest("mela")
    with unguarded():
        row = {Edition: melanoma, Review: melanoma.review, AuditEvent: melanoma.event}.get(model)
        rows = model.objects.filter(pk=row.pk) if row else melanoma.review.sign_offs.all()
        rows.update(**{column: value})
    store.clear()
    page = client.get("/search/?q=melanoma").content.decode()
    assert not re.search(OPTION, page)
    assert "Invented" not in page
    assert "Sample" not in page.partition('class="results"')[2].partition("</section>")[0]
    assert choices() == []
    assert suggest("mela") == suggest("invented") == []


def test_an_altered_word_of_the_index_is_seen_each_time(articles, caplog):
    articles(count=2)
    assert len(find("vitiligo").hits) == 2
    some = SearchText.objects.order_by("pk").last()
    SearchText.objects.filter(pk=some.pk).update(body=Concat("body", Value(" invented")))
    for times in (1, 2):
        assert len(find("vitiligo").hits) == 1
        assert caplog.text.count(f"The search text of edition {some.pk} is not") == times


def test_a_search_again_takes_seven_queries_however_many_topics_it_names(articles, wen, ravi):
    settings_of_postgresql = 3 if connection.vendor == "postgresql" else 0

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert find("vitiligo").hits
        return len(captured) - settings_of_postgresql

    for count in (1, 5):
        topics = [cast.condition(wen, title=f"Condition {count} {n}") for n in range(count)]
        for each in topics:
            cast.publish(each, wen, ravi)
        articles(conditions=topics)
        assert queries() == 7
