"""Signed or silent, in search: what is not in force is in no hit, count, suggestion or spelling."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from editorial import acts
from editorial.models import Edition
from editorial.receipts.issuing import Signing
from immunosite.search.finding import find
from immunosite.search.index import index
from immunosite.search.models import SearchEntry, SearchText
from immunosite.search.suggestions import suggest
from tests import cast

WORD = "zebracanary"


@pytest.fixture
def at(monkeypatch):
    """The clock of search and of the editions, some days on."""

    def set_to(days):
        moment = timezone.now() + timedelta(days=days)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return set_to


def labels(result):
    return [choice.label for facet in result.facets for choice in facet.choices]


def traces(word=WORD):
    """Every way in which search could tell of a word: by itself, among others, misspelt."""
    near = word[:-1]
    found = [
        find(word),
        find(f"vitiligo {word}"),
        find(near + "q"),
        find(word[:5]),
        find(word, kind="article"),
    ]
    return [
        trace
        for result in found
        for trace in [
            *(hit.title for hit in result.hits if word in str(hit.edition.snapshot)),
            *result.query.also,
            result.suggestion if word in result.suggestion else "",
            *(
                choice.label
                for facet in result.facets
                for choice in facet.choices
                if word in choice.label.lower()
            ),
            *(each.title for each in suggest(word[:6])),
        ]
        if trace
    ]


def canary(make, wen, **fields):
    return make(wen, title=f"{WORD.capitalize()} page", summary=f"About {WORD}.", **fields)


@pytest.fixture
def vitiligo(wen, ravi):
    return cast.publish(cast.article(wen, title="Vitiligo"), wen, ravi)


def test_the_word_of_a_live_page_leaves_traces(vitiligo, wen, ravi):
    cast.publish(canary(cast.article, wen), wen, ravi)
    assert find("zebracanarq").suggestion == WORD
    assert len(traces()) > 5


def test_a_draft_and_a_text_under_review_leave_none(vitiligo, wen):
    draft = canary(cast.article, wen)
    assert traces() == []
    cast.submit(draft, wen)
    assert traces() == []
    assert not SearchText.objects.filter(title__icontains=WORD).exists()


def test_a_scheduled_page_leaves_none_until_its_hour(vitiligo, wen, ravi, at):
    cast.publish(canary(cast.article, wen, publish_at=cast.days_ahead(3)), wen, ravi)
    assert traces() == []
    assert find(WORD).total == 0
    at(days=4)
    assert find(WORD).total == 1
    assert find("zebracanarq").suggestion == WORD


def test_a_page_whose_time_runs_out_leaves_none_from_then_on(vitiligo, wen, ravi, at):
    cast.publish(canary(cast.article, wen, expire_at=cast.days_ahead(3)), wen, ravi)
    assert traces()
    at(days=4)
    assert traces() == []


def test_a_withdrawn_page_leaves_none_at_once(vitiligo, wen, ravi, edda):
    edition = cast.publish(canary(cast.article, wen), wen, ravi)
    acts.withdraw(edition.document, by=edda, reason="Retracted.")
    assert traces() == []
    assert not SearchText.objects.filter(title__icontains=WORD).exists()


def test_a_rescheduled_page_appears_at_its_new_hour(wen, ravi, edda, at):
    edition = cast.publish(canary(cast.article, wen, publish_at=cast.days_ahead(3)), wen, ravi)
    acts.reschedule(edition.document, by=edda, effective_from=cast.days_ahead(6), reason="Embargo.")
    at(days=4)
    assert find(WORD).total == 0
    at(days=7)
    assert find(WORD).total == 1


def test_only_the_newest_text_of_a_page_is_found(wen, ravi):
    edition = cast.publish(canary(cast.article, wen), wen, ravi)
    document = edition.document.specific
    acts.revise(document, by=wen)
    document.refresh_from_db()
    document.title, document.summary = "Another title", "Other words."
    document.what_changed = "The title."
    cast.save(document, wen)
    cast.publish(document, wen, ravi)
    assert find(WORD).total == 0
    assert find("another title").total == 1


@pytest.mark.parametrize("make", [cast.therapy, cast.condition])
def test_a_choice_to_narrow_by_is_named_only_while_its_page_is_live(
    make, vitiligo, wen, ravi, edda
):
    named = canary(make, wen)
    role = "therapies" if make is cast.therapy else "conditions"
    page = cast.publish(cast.article(wen, title="Vitiligo again", **{role: [named]}), wen, ravi)
    choices = labels(find("vitiligo"))
    assert choices == ["Articles"]
    edition = cast.publish(named, wen, ravi)
    choices = labels(find("vitiligo"))
    assert edition.title in choices
    assert page.pk in [hit.edition.pk for hit in find("vitiligo").hits]


def test_names_of_an_entry_that_is_not_live_expand_nothing(vitiligo, wen, ravi, edda):
    entry = cast.entry(wen, title="Vitiligo", slug="vitiligo-entry", synonyms=WORD)
    assert find(WORD).total == 0
    cast.publish(entry, wen, ravi)
    assert find(WORD).total == 2
    acts.withdraw(entry, by=edda, reason="Retracted.")
    assert find(WORD).total == 0


def test_the_index_is_written_in_the_act_or_not_at_all(wen, ravi, monkeypatch):
    review = cast.submit(canary(cast.article, wen), wen)
    # After the edition is there: the event comes before its rows.
    monkeypatch.setattr(Signing, "receipt_of", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cast.sign(review, ravi)
    assert not SearchEntry.objects.exists()
    assert find(WORD).total == 0


def test_the_index_can_be_made_anew(vitiligo, wen, ravi, edda, scheduled):
    gone = cast.publish(canary(cast.article, wen), wen, ravi)
    acts.withdraw(gone.document, by=edda, reason="Retracted.")
    before = list(SearchText.objects.order_by("pk").values())
    SearchEntry.objects.all().delete()
    assert find("vitiligo").total == 0
    call_command("rebuild_search", stdout=(said := StringIO()))
    assert list(SearchText.objects.order_by("pk").values()) == before
    assert find("vitiligo").total == 1
    assert "2 editions are in the search index." in said.getvalue()


def test_an_edition_indexed_twice_is_found_once(vitiligo):
    index(list(Edition.objects.all()))
    assert find("vitiligo").total == 1
