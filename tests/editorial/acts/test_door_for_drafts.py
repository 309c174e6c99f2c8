"""The one door for drafts: what it asks the database, and what refuses whom it would not ask."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.serializers import serialize
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reversion.models import Version

from articles.models import Article
from editorial import acts
from editorial.acts.drafts import check_save, saving, turn_of
from editorial.digests import digest_of_save
from editorial.exceptions import NotAllowed, WrongState
from editorial.models import AuditEvent, Document
from editorial.models.along import bring_along
from editorial.workflow import Act
from evidence.library import save_reference
from evidence.models import Reference
from tests import cast

pytestmark = pytest.mark.django_db
NOW = timezone.now()
RELATIONS = {"conditions", "see_also"}


def questions(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    asked = [each["sql"] for each in captured]
    return len([sql for sql in asked if not ("SAVEPOINT" in sql or "advisory_xact_lock" in sql)])


def test_a_save_asks_as_much_with_ten_sources_as_with_one(wen):
    for number in range(11):
        save_reference(Reference(key=f"source-{number}", title="A title"), by=wen)
    page = cast.article(wen)
    for body in ("<p>[@source-1]</p>", "<p>None</p>"):  # what is asked once in a process
        page.body = body
        cast.save(page, wen)
    page.body = "<p>[@source-10]</p>"
    one = questions(lambda: cast.save(page, wen))
    page.body = "".join(f"<p>[@source-{number}]</p>" for number in range(10))
    assert questions(lambda: cast.save(page, wen)) <= one + 1  # one that is gone
    page.title = "Another"
    assert questions(lambda: cast.save(page, wen)) <= one - 2  # no source was touched
    assert one <= 32  # five of them for who wrote what: the text before, and the ledger


def test_a_save_is_on_record_with_what_it_kept(wen):
    page = cast.article(wen)
    cast.save(page, wen)
    event, kept = AuditEvent.objects.last(), Version.objects.get_for_object(page)[0]
    in_it = Version.objects.filter(revision=kept.revision)
    assert (event.act, event.actor_id) == ("edit", str(wen.pk))
    assert event.data["save"] == {
        "revision": kept.revision_id,
        "document": page.pk,
        "draft_version": 2,
        "digest": digest_of_save(each.serialized_data for each in in_it),
        "authorship": event.data["save"]["authorship"],
    }
    assert event.data["save"]["authorship"]


@pytest.mark.parametrize("slug", ["taken", "TAKEN"])
def test_an_address_that_is_taken_is_refused_in_words_and_by_the_database(wen, slug):
    cast.article(wen, slug="taken")
    with pytest.raises(ValidationError, match="Another page of this kind has this address"):
        cast.article(wen, slug=slug)
    with pytest.raises(IntegrityError):
        Article.objects.create(owner=wen, title="T", slug=slug)


def test_a_page_that_ends_before_it_begins_is_refused_in_words_and_by_the_database(wen):
    span = {"publish_at": NOW + timedelta(days=2), "expire_at": NOW + timedelta(days=1)}
    with pytest.raises(ValidationError, match="must be taken down after it is published"):
        cast.article(wen, **span)
    with pytest.raises(IntegrityError):
        Article.objects.create(owner=wen, title="T", slug="t", **span)


def test_a_state_that_is_none_is_refused_by_the_database(wen):
    page = cast.article(wen)
    with pytest.raises(IntegrityError):
        Document.objects.filter(pk=page.pk).update(state="poem")


def test_an_owner_who_is_not_there_is_refused(wen):
    with pytest.raises(ValidationError, match="owner"):
        cast.save(Article(owner_id=10**6, title="T", slug="t"), wen)


def test_what_comes_along_for_the_history_is_what_the_database_holds(wen):
    """Read in another way than Django's own, so compared with that."""
    page = cast.therapy(wen, conditions=[cast.condition(wen), cast.condition(wen)])
    cast.save(page, wen, see_also=[cast.article(wen), page.conditions.first()])
    alone, along = page.stored(), page.stored()
    bring_along(along)
    assert along.snapshot() == alone.snapshot()
    for one, other in ((alone, along), (alone.document_ptr, along.document_ptr)):
        assert _kept(other) == _kept(one)
    with CaptureQueriesContext(connection) as captured:
        along.facets()
    assert not captured.captured_queries
    assert along.conditions.all()[0].title  # of which only the id came along


def _kept(row):
    """What the history keeps of it; a relation has no order."""
    (made,) = serialize("python", [row])
    of_each = made["fields"].items()
    return {name: set(value) if name in RELATIONS else value for name, value in of_each}


def test_a_submission_asks_as_much_of_a_long_text_as_of_a_short_one(wen, ravi):
    cast.publish(cast.article(wen), wen, ravi)  # what is asked once in a process
    counts = []
    for length in (2, 60):
        body = "".join(f"<p>Sentence {number} of the page.</p>" for number in range(length))
        page = cast.article(wen, body=body)
        counts.append(questions(lambda page=page: cast.submit(page, wen)))
    assert counts[0] == counts[1] <= 33


# --- Several saves in one turn --------------------------------------------------------------------


def save_in(turn, by):
    with saving(Article(owner=by, title="A", slug="a"), by=by, draft_version=0, turn=turn):
        pass


def test_a_turn_that_is_over_is_believed_no_more(wen):
    with turn_of(wen) as turn:
        pass
    wen.groups.clear()
    with pytest.raises(NotAllowed):
        save_in(turn, wen)


def test_nor_is_the_turn_of_somebody_else(wen, olga):
    with turn_of(wen) as turn, pytest.raises(NotAllowed):
        save_in(turn, olga)


def test_who_may_not_write_gets_no_turn(olga):
    with pytest.raises(NotAllowed), turn_of(olga):
        pass


def test_in_a_turn_each_save_is_asked_about_its_own_draft(review, draft, wen):
    with turn_of(wen) as turn:
        assert check_save(Article(owner=wen), by=wen, turn=turn) == Act.CREATE
        with pytest.raises(WrongState):
            check_save(review.document.stored(), by=wen, turn=turn)
    acts.recall(review, by=wen)
    with turn_of(wen) as turn:
        assert check_save(review.document.stored(), by=wen, turn=turn) == Act.EDIT


def test_in_a_turn_a_save_asks_for_the_right_to_it(wen):
    page = cast.article(wen)
    with turn_of(wen) as turn:
        wen.groups.clear()
        turn.person = type(wen).objects.get(pk=wen.pk)
        with pytest.raises(NotAllowed):
            check_save(page, by=wen, turn=turn)
