"""Pages about the site: the figures are those of the editions, and nothing withdrawn is named."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import acts
from editorial.checklist import MEANINGS, QUESTIONS
from editorial.models import Edition
from evidence.library import save_reference
from immunosite import page_store
from immunosite.about import figures
from immunosite.about.figures import Share
from immunosite.about.standards import Counted, Criterion, jama, pif_tick
from tests import cast
from tests._answers import text_of
from tests.whole_site.canaries import Canaries

pytestmark = pytest.mark.django_db
ABOUT = [
    "/about/review-process/",
    "/about/standards/",
    "/about/receipts/",
    "/about/funding/",
    "/about/privacy/",
    "/corrections/",
]


def shown(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(answer)).split())


def tomorrow_but(days: int, monkeypatch) -> None:
    later = timezone.localdate() + timedelta(days=days)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: later)


@pytest.fixture
def pages(wen, mei, ravi, edda):
    """Three live pages, one of them in its second edition and one due early; one withdrawn."""
    articles = [cast.article(wen) for _ in range(4)]
    early = timezone.localdate() + timedelta(days=10)
    for article in articles[:3]:
        cast.publish(article, wen, mei)
    cast.sign(cast.submit(articles[3], wen), mei, next_review_due=early)
    second = acts.revise(articles[1], by=wen).specific
    second.change_note = "A clearer word."
    cast.publish(cast.save(second, wen), wen, ravi)
    acts.withdraw(articles[0], by=edda, reason="A study was <retracted>.")
    return articles


# --- What holds on every page ---------------------------------------------------------------------


@pytest.mark.parametrize("address", ABOUT)
def test_it_is_there_flat_and_linked_in_the_footer(public, pages, address, wen, mei):
    def cost():
        page_store.store.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = public.get(address)
        assert answer.status_code == 200
        assert not answer.cookies
        assert text_of(answer).count("<h1") == 1
        return len(queries)

    before = cost()
    assert before <= 5
    for _ in range(3):
        cast.publish(cast.article(wen), wen, mei)
    assert cost() == before
    assert f'href="{address}"' in text_of(public.get("/"))


@pytest.mark.parametrize("address", ABOUT)
def test_it_is_there_on_an_empty_site(public, db, address):
    assert public.get(address).status_code == 200


@pytest.mark.parametrize("address", ABOUT[:3])
def test_an_invented_query_makes_no_other_page(public, db, address):
    answer = public.get(f"{address}?x={'y' * 200}")
    assert (answer.status_code, answer["Location"]) == (302, address)


# --- The review process ---------------------------------------------------------------------------


def test_the_process_speaks_the_words_that_are_signed(public, pages):
    page = text_of(public.get("/about/review-process/"))
    for words in (*MEANINGS.values(), *QUESTIONS.values()):
        assert words in page


def test_the_figures_are_those_of_the_live_editions(public, pages, monkeypatch):
    reviews = figures.reviews()
    assert (reviews.pages, reviews.overdue, reviews.median_age) == (3, 0, 0)
    assert reviews.last == timezone.localdate()
    tomorrow_but(20, monkeypatch)
    assert (figures.reviews().overdue, figures.reviews().median_age) == (1, 20)
    assert str(figures.reviews().in_date) == "2 of 3 live pages"
    words = shown(public.get("/about/review-process/"))
    assert "live pages, each under a signature 3" in words
    assert "overdue for its next review, and marked so 1" in words
    assert "20 days" in words


def test_the_median_leans_to_no_invented_day(wen, mei, monkeypatch):
    cast.publish(cast.article(wen), wen, mei)
    tomorrow_but(5, monkeypatch)
    assert figures.reviews().median_age == 5


# --- Standards ------------------------------------------------------------------------------------


def test_sources_and_reasons_are_counted(pages, wen, mei, ravi):
    counted = figures.texts()
    assert counted.sourced == Share(0, 3)
    assert counted.explained == Share(1, 1)
    silent = acts.revise(pages[2], by=wen).specific
    cast.publish(cast.save(silent, wen), wen, ravi)
    assert figures.texts().explained == Share(1, 2)


def test_a_page_with_a_source_counts(wen, mei):
    source = save_reference(Canaries().reference("x"), by=wen)
    cast.publish(cast.article(wen, body=f"<p>Cited.[@{source.key}]</p>"), wen, mei)
    assert figures.texts().sourced == Share(1, 1)


def test_signatures_are_counted_by_their_digests(pages):
    assert figures.signed(3) == Share(3, 3)


def test_two_signers_are_one_page(wen, mei, ravi):
    article = cast.article(wen, risk="high")
    review = cast.submit(article, wen)
    cast.sign(review, mei)
    cast.sign(review, ravi)
    assert Edition.objects.live().count() == 1
    assert figures.signed(1) == Share(1, 1)


def test_what_software_cannot_do_is_said_to_be_the_owners():
    assert Criterion("Training", "x", beyond="To train.").standing.startswith("Depends on")
    assert Criterion("x", "x", here="Yes.").standing == "Built in"
    some = Counted(Share(1, 2), "do")
    assert Criterion("x", "x", here="Yes.", counted=(some,)).standing.endswith(
        "not met by every page"
    )
    assert str(some) == "1 of 2 live pages do."


def test_there_are_ten_and_four_and_no_claim_of_a_certificate(public, pages):
    given = figures.reviews(), figures.texts(), figures.signed(3)
    assert (len(pif_tick(*given)), len(jama(*given))) == (10, 4)
    words = shown(public.get("/about/standards/"))
    assert "not a certificate" in words
    assert "0 of 3 live pages name their sources." in words
    assert "Training" in words


# --- Funding --------------------------------------------------------------------------------------


def test_a_site_whose_owner_is_silent_says_so(public, db, settings):
    assert "has not said yet who runs it" in shown(public.get("/about/funding/"))
    settings.SAMPLE_SITE = True
    page_store.store.clear()
    assert "Nobody pays for this site" in shown(public.get("/about/funding/"))


def test_a_site_whose_owner_is_silent_about_data_says_so(public, db, settings):
    assert "has not said yet who is responsible" in shown(public.get("/about/privacy/"))
    settings.SAMPLE_SITE = True
    page_store.store.clear()
    assert "runs on one machine" in shown(public.get("/about/privacy/"))


# --- Corrections ----------------------------------------------------------------------------------


def test_a_withdrawal_is_told_with_its_day_kind_and_reason_alone(public, pages):
    page = text_of(public.get("/corrections/"))
    assert f'datetime="{timezone.localdate()}"' in page
    assert '<p class="kicker">Article</p>' in page
    assert "A study was &lt;retracted&gt;." in page
    assert pages[0].title not in page
    assert pages[0].slug not in page


def test_a_page_that_was_never_public_is_not_taken_back_in_public(public, scheduled, edda):
    acts.withdraw(scheduled.document, by=edda, reason="Not yet.")
    assert "Not yet." not in text_of(public.get("/corrections/"))


def test_a_page_that_is_live_again_is_named_as_it_is_now(public, pages, wen, ravi):
    again = acts.revise(pages[0], by=wen).specific
    again.title = "The new text"
    cast.publish(cast.save(again, wen), wen, ravi)
    page = text_of(public.get("/corrections/"))
    assert f'<a href="/articles/{again.slug}/">The new text</a>' in page


def test_corrections_are_newest_first_and_paged(public, pages, edda, monkeypatch):
    acts.withdraw(pages[1], by=edda, reason="The later reason.")
    page = text_of(public.get("/corrections/"))
    assert page.index("The later reason.") < page.index("A study was")
    monkeypatch.setattr("immunosite.about.corrections.PER_PAGE", 1)
    assert "A study was" not in text_of(public.get("/corrections/?page=1"))
    assert "A study was" in text_of(public.get("/corrections/?page=99"))
