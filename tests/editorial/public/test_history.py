"""The history of a page: every edition as it was signed, and what the next one changed."""

import hashlib
import re
from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from editorial import acts
from editorial.models import Edition
from immunosite import page_store
from tests import cast
from tests._answers import text_of
from tests._rows import parts

pytestmark = pytest.mark.django_db
OLD = "<h2>First</h2><p>Take two tablets a day.</p><p>This stays as it is.</p>"
reason = count(1)
NEW = "<h2>First</h2><p>Take one tablet a day.</p><p>This stays as it is.</p>"


def again(document, wen, reviewer, **fields):
    """The next edition."""
    draft = acts.revise(document, by=wen).specific
    said = {"change_note": f"Why it changed: {next(reason)}."}
    for name, value in (said | fields).items():
        setattr(draft, name, value)
    return cast.publish(cast.save(draft, wen), wen, reviewer)


def published_twice(wen, mei, ravi):
    """An article in its second edition; the first was signed by Mei, the second by Ravi."""
    article = cast.article(wen, slug="it", title="What it was", body=OLD)
    cast.publish(article, wen, mei)
    change = {"title": "What it is", "body": NEW, "change_note": "The dose was <too> high."}
    return again(article, wen, ravi, **change)


def build():
    wen = cast.person("Wen", "Writer", is_staff=True)
    people = wen, cast.clinician("Mei", "Reviewer"), cast.clinician("Ravi", "Reviewer")
    return *people, published_twice(*people)


wen, mei, ravi, twice = parts(4)


def shown(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


# --- The list of editions -------------------------------------------------------------------------


def test_the_history_says_who_when_what_and_why(public, twice):
    page = text_of(public.get("/articles/it/history/"))
    first = Edition.objects.get(number=1)
    for name in ("Mei Sample", "Ravi Sample", "Wen Sample", "Then called “What it was”"):
        assert name in page
    assert "The dose was &lt;too&gt; high." in page
    assert first.digest in page
    assert twice.digest in page
    assert "The whole page" in page
    assert '<a href="/articles/it/history/1/">' in page
    assert '<a href="/articles/it/history/2/">' not in page


def test_a_long_history_is_paged(public, twice, wen, ravi, monkeypatch):
    monkeypatch.setattr("editorial.public.history.PER_PAGE", 1)
    assert "Edition 1" not in text_of(public.get("/articles/it/history/"))
    assert "Edition 1" in text_of(public.get("/articles/it/history/?page=2"))
    assert public.get("/articles/it/history/?page=99").status_code == 200


def test_when_the_live_edition_will_end_is_not_told(public, twice, wen, ravi):
    soon = cast.days_ahead(3)
    again(twice.document, wen, ravi, publish_at=soon, title="The canary")
    page = text_of(public.get("/articles/it/history/"))
    assert "The canary" not in page
    assert "this is the text that is public now" in page
    assert f'datetime="{soon.date()}"' not in page


# --- One old edition ------------------------------------------------------------------------------


def test_an_old_edition_says_first_that_it_is_old(public, twice):
    page = text_of(public.get("/articles/it/history/1/"))
    words = shown(page)
    assert "This is edition 1, in force from" in words
    assert "It is not what we say now." in words
    assert words.index("It is not what we say now.") < words.index("Take two tablets")
    assert '<a href="/articles/it/">Read the current page</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert page.count("<h1") == 1


def test_it_carries_its_own_signature(public, twice):
    page = text_of(public.get("/articles/it/history/1/"))
    assert "Mei Sample" in page
    assert "Ravi Sample" not in page
    assert Edition.objects.get(number=1).digest in page
    assert "Was to hold until" in page


def test_an_old_edition_past_its_review_asks_nobody_to_be_careful_with_the_page(
    public, twice, monkeypatch
):
    later = timezone.localdate() + timedelta(days=400)
    monkeypatch.setattr("editorial.models.edition.timezone.localdate", lambda *given: later)
    assert "was due to be reviewed again" not in text_of(public.get("/articles/it/history/1/"))


def test_it_shows_word_by_word_what_the_next_edition_changed(public, twice):
    page = text_of(public.get("/articles/it/history/1/"))
    changes = page[page.index('id="difference"') :]
    assert re.search(r"<del>.*two tablets", changes)
    assert re.search(r"<ins>.*one tablet", changes)
    assert "The dose was &lt;too&gt; high." in changes
    folded = re.findall(r"<details.*?</details>", changes, re.DOTALL)
    assert any("This stays as it is." in each for each in folded)


def test_a_reaffirmed_text_is_said_to_be_the_same(public, twice, wen, mei):
    cast.sign(acts.reaffirm(twice.document, by=wen), mei)
    page = text_of(public.get("/articles/it/history/2/"))
    assert "reviewed again and signed unchanged" in page
    assert "<ins>" not in page


@pytest.mark.parametrize("make", [cast.article, cast.therapy, cast.condition, cast.entry])
def test_each_kind_has_old_editions_at_five_queries(
    public, wen, mei, make, django_assert_max_num_queries
):
    document = make(wen, slug="other")
    cast.publish(document, wen, mei)
    again(document, wen, mei, summary="It says more now.")
    address = document.live_edition().get_absolute_url()
    for page in ("history/", "history/1/", "history/1/signed.json"):
        page_store.store.clear()
        with django_assert_max_num_queries(5):
            answer = public.get(address + page)
        assert answer.status_code == 200
        assert not answer.cookies
    ids = re.findall(r'\sid="([^"]*)"', text_of(public.get(f"{address}history/1/")))
    assert len(ids) == len(set(ids))


def test_pages_that_are_not_public_are_not_named_as_changes(public, wen, mei, ravi, draft):
    article = cast.article(wen, slug="other")
    cast.publish(article, wen, mei)
    revised = acts.revise(article, by=wen).specific
    cast.publish(cast.save(revised, wen, see_also=[draft]), wen, ravi)
    page = text_of(public.get("/articles/other/history/1/"))
    assert "not public now" not in page
    assert "No word of the text changed" in shown(page)


def test_a_heading_called_difference_does_not_take_the_place_of_ours(public, wen, mei, ravi):
    article = cast.article(wen, slug="other", body="<h2>Difference</h2><p>Some text.</p>")
    cast.publish(article, wen, mei)
    again(article, wen, ravi, summary="New.")
    assert text_of(public.get("/articles/other/history/1/")).count('id="difference"') == 1


# --- Addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["0", "3", "99999999999999999999", "9" * 5000, "-1", "x", "1.5"])
def test_a_number_that_is_no_edition_is_unknown(public, twice, number):
    assert public.get(f"/articles/it/history/{number}/").status_code == 404
    assert public.get(f"/articles/it/history/{number}/signed.json").status_code == 404


def test_the_live_edition_has_its_address_already(public, twice):
    """Whoever cites it by its number reads the same there when a newer one has followed."""
    page = text_of(public.get("/articles/it/history/2/"))
    words = shown(page)
    assert "This is edition 2, in force since" in words
    assert "It is not what we say now." not in words
    assert "Take one tablet" in words
    assert "Ravi Sample" in words
    assert 'id="difference"' not in page
    assert '<a href="/articles/it/">Read the current page</a>' in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_scheduled_edition_has_no_number_yet(public, twice, wen, ravi):
    again(twice.document, wen, ravi, publish_at=cast.days_ahead(3))
    assert public.get("/articles/it/history/3/").status_code == 404
    assert public.get("/articles/it/history/3/signed.json").status_code == 404


def test_old_editions_move_with_their_page(public, twice, wen, mei):
    again(twice.document, wen, mei, slug="it-now")
    for rest in ("", "1/", "1/signed.json"):
        answer = public.get(f"/articles/it/history/{rest}")
        assert answer.status_code == 301
        assert answer["Location"] == f"/articles/it-now/history/{rest}"


# --- Withdrawal -----------------------------------------------------------------------------------


def test_the_history_of_a_withdrawn_page_is_its_notice(
    public, twice, edda, django_assert_max_num_queries
):
    acts.withdraw(twice.document, by=edda, reason="A study was retracted.")
    for rest in ("", "1/", "2/", "1/signed.json"):
        with django_assert_max_num_queries(5):
            answer = public.get(f"/articles/it/history/{rest}")
        assert answer.status_code == 410
        page = text_of(answer)
        assert "A study was retracted." in page
        assert "What it" not in page
        assert "tablet" not in page


def test_what_was_withdrawn_stays_closed_when_the_page_is_live_again(public, twice, wen, mei, edda):
    acts.withdraw(twice.document, by=edda, reason="A study was retracted.")
    again(twice.document, wen, mei, title="The new text", body="<h2>New</h2><p>Other.</p>")
    again(twice.document, wen, mei, title="The newest text")
    for rest in ("1/", "2/", "1/signed.json", "2/signed.json"):
        answer = public.get(f"/articles/it/history/{rest}")
        assert answer.status_code == 410
        assert "A study was retracted." in text_of(answer)
        assert "tablet" not in text_of(answer)
    assert public.get("/articles/it/history/3/").status_code == 200
    page = text_of(public.get("/articles/it/history/"))
    assert "A study was retracted." in page
    assert "What it was" not in page
    # Its receipt holds no word of the text; nothing else of it is to be had.
    assert re.findall(r"[^\"]*history/2/[^\"]*", page) == ["/articles/it/history/2/receipt.json"]


# --- The signed text ------------------------------------------------------------------------------


def test_anybody_can_compute_the_digest(public, twice):
    for edition in Edition.objects.all():
        answer = public.get(f"/articles/it/history/{edition.number}/signed.json")
        assert answer["Content-Type"] == "application/json"
        assert hashlib.sha256(answer.content).hexdigest() == edition.digest


def test_a_text_that_does_not_match_its_signature_shows_no_name(public, twice, monkeypatch):
    monkeypatch.setattr("editorial.proof.digest_of", lambda content: "0" * 64)
    for rest in ("", "1/"):
        page = text_of(public.get(f"/articles/it/history/{rest}"))
        assert "Mei Sample" not in page
        assert "could not be verified" in page
