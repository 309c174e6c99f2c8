"""Copies of signed words that were altered past the application: readers never see them.

Columns of editions, search tables and signatures are copies; what stands beside a badge comes from
the signed text. Every public page is read, by whatever way it can be asked for.
"""

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client

from editorial import acts
from editorial.digests import digest_of
from editorial.models import Edition, Review, SignOff
from glossary.terms import _Kept
from immunosite.page_store import store
from immunosite.search.models import SearchName, SearchText
from tests import cast
from tests._tampering import unguarded

pytestmark = pytest.mark.django_db
INVENTED = "zqinvented"  # no word of any text
PAGES = [
    "/",
    "/articles/", "/articles/what-it-is/", "/articles/what-it-is/history/",
    "/articles/what-it-is/history/1/", "/articles/what-it-is/report/",
    "/therapies/", "/therapies/car-t/", "/therapies/compare/?t=car-t&t=tvec",
    "/conditions/", "/conditions/melanoma/",
    "/glossary/", "/glossary/antigen/", "/glossary/?q=anti",
    "/reviewers/mei/", "/corrections/", "/about/standards/",
    "/search/?q=antigen", f"/search/?q={INVENTED}", "/search/?q=melanoma",
    "/search/suggest/?q=anti", f"/search/suggest/?q={INVENTED}", "/search/suggest/?q=mela",
    "/feeds/all.xml", "/feeds/glossary.xml", "/sitemap.xml", "/sitemap-articles.xml",
    "/sitemap-therapies.xml", "/sitemap-glossary.xml",
    "/api/v1/pages/", "/api/v1/pages/article/", "/api/v1/pages/article/what-it-is/",
    "/api/v1/pages/article/what-it-is/history/", "/api/v1/glossary/?q=anti",
    "/api/v1/suggest/?q=anti",
    f"/api/v1/suggest/?q={INVENTED}",
]  # fmt: skip


@pytest.fixture
def site(wen, mei, ravi):
    """A live page of each kind, which name each other; one of them signed twice."""
    condition = cast.condition(wen, title="Melanoma", slug="melanoma")
    term = cast.entry(wen, title="Antigen", slug="antigen", summary="A mark.", synonyms="immunogen")
    therapies = [
        cast.therapy(wen, title=title, slug=slug, conditions=[condition])
        for title, slug in (("CAR T-cell therapy", "car-t"), ("T-VEC", "tvec"))
    ]
    body = "<h2>First</h2><p>An antigen.</p><h2>Second</h2><p>More text on melanoma.</p>"
    article = cast.article(
        wen, title="What it is", slug="what-it-is", body=body, therapies=therapies,
        conditions=[condition], see_also=[term],
    )  # fmt: skip
    for each in (condition, term, *therapies, article):
        cast.publish(each, wen, mei)
    acts.revise(article, by=wen)
    cast.publish(article.stored(), wen, ravi)


def read():
    """Every page, by a process that has just begun."""
    pages = {}
    for address in PAGES:
        store.clear()
        _Kept.held = None
        answer = Client().get(address)
        pages[address] = answer.status_code, answer.content.decode()
    return pages


def test_the_pages_that_are_read_below_are_there(site):
    assert {at for at, (status, _) in read().items() if status != 200} == set()
    assert "A mark." in read()["/articles/what-it-is/"][1]


def check_nothing_invented():
    told = {at: text for at, (_, text) in read().items() if INVENTED not in at}
    assert [at for at, text in told.items() if INVENTED in text] == []
    for at in set(PAGES) - told.keys():
        page = Client().get(at).content.decode()
        assert page.count(INVENTED) == Client().get(at.replace(INVENTED, "zqother")).content.decode(
        ).count("zqother")  # fmt: skip


@pytest.mark.parametrize("column", ["title", "summary", "slug"])
def test_no_altered_column_of_an_edition_is_shown(site, column):
    with unguarded():
        Edition.objects.update(**{column: Concat(Value(f"{INVENTED}-"), column)})
    check_nothing_invented()


@pytest.mark.parametrize("column", ["title", "summary", "slug"])
def test_nor_takes_anything_altered_part_in_a_badge(site, column):
    """One page is altered; the others neither name it by another name nor open another meaning."""
    with unguarded():
        Edition.objects.filter(slug="antigen").update(**{column: f"{INVENTED}"})
    check_nothing_invented()


def test_no_altered_text_opens_from_pages_that_keep_their_badge(site):
    """The glossary's pop-up on all pages that use the term."""
    edition = Edition.objects.get(slug="antigen")
    text = edition.snapshot | {"summary": f"Take {INVENTED}.", "title": "Antigen"}
    with unguarded():
        Edition.objects.filter(pk=edition.pk).update(snapshot=text, summary=text["summary"])
    page = read()["/articles/what-it-is/"][1]
    assert INVENTED not in page
    assert "could not be verified" not in page
    assert "could not be verified" in read()["/glossary/antigen/"][1]


def test_nor_where_its_digests_were_altered_with_it(site):
    """All but the audit log agrees."""
    edition = Edition.objects.get(slug="antigen")
    text = edition.snapshot | {"summary": f"Take {INVENTED}."}
    digest = digest_of(text)
    with unguarded():
        Review.objects.filter(pk=edition.review_id).update(snapshot=text, digest=digest)
        SignOff.objects.filter(review=edition.review_id).update(digest=digest)
        Edition.objects.filter(pk=edition.pk).update(
            snapshot=text, digest=digest, summary=text["summary"]
        )
    pages = read()
    assert INVENTED not in pages["/articles/what-it-is/"][1]
    assert "could not be verified" in pages["/glossary/antigen/"][1]
    assert digest[:8] not in pages["/glossary/antigen/"][1]


@pytest.mark.parametrize("column", ["title", "names", "summary", "body"])
def test_no_invented_word_of_the_search_table_is_shown_or_found(site, column):
    """A plain UPDATE, which no trigger refuses."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE search_searchtext SET {column} = '{INVENTED}'")  # noqa: S608
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_fulltext(search_fulltext) VALUES ('rebuild')")
    assert SearchText.objects.filter(**{column: INVENTED}).exists()
    check_nothing_invented()
    assert "Mei Sample" not in Client().get(f"/search/?q={INVENTED}").content.decode()


def test_no_invented_name_is_suggested(site):
    SearchName.objects.update(name=f"{INVENTED} cure", key=f"{INVENTED} cure")
    check_nothing_invented()
