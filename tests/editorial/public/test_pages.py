"""What the public sees of each kind of page, and at what cost."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from editorial import acts
from editorial.kinds import kind_of
from editorial.models import Edition
from editorial.public.views import linked_pages
from immunosite import inline_scripts, page_store
from tests import cast
from tests._answers import text_of, without_passage_links
from tests._rows import parts

pytestmark = pytest.mark.django_db

PAGES = [
    "/articles/what-it-is/",
    "/therapies/car-t/",
    "/conditions/melanoma/",
    "/glossary/antigen/",
]
LISTS = ["/", "/articles/", "/therapies/", "/conditions/", "/glossary/", "/reviewers/mei/"]
HISTORIES = [f"{page}history/" for page in PAGES]


def one_of_each_kind(wen, mei):
    """Live pages, which name each other."""
    condition = cast.condition(wen, title="Melanoma", slug="melanoma")
    cast.publish(condition, wen, mei)
    therapy = cast.therapy(wen, title="CAR T-cell therapy", slug="car-t", conditions=[condition])
    cast.publish(therapy, wen, mei)
    term = cast.entry(wen, title="Antigen", slug="antigen", synonyms="immunogen")
    cast.publish(term, wen, mei)
    article = cast.article(
        wen,
        title="What it is",
        slug="what-it-is",
        therapies=[therapy],
        conditions=[condition],
        see_also=[term],
    )
    cast.publish(article, wen, mei)
    return {"article": article, "therapy": therapy, "condition": condition, "term": term}


def build():
    people = cast.person("Wen", "Writer", is_staff=True), cast.clinician("Mei", "Reviewer")
    return *people, one_of_each_kind(*people)


wen, mei, site = parts(3)


# --- What holds on every page ---------------------------------------------------------------------


@pytest.mark.parametrize("address", [*PAGES, *LISTS, *HISTORIES])
def test_it_takes_five_queries_at_most_and_sets_no_cookie(
    public, site, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(5):
        answer = public.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"


@pytest.mark.parametrize("address", [*PAGES, *LISTS, *HISTORIES])
def test_it_has_one_h1_a_skip_link_and_the_plain_line(public, site, address):
    page = text_of(public.get(address))
    assert page.count("<h1") == 1
    assert 'href="#main"' in page
    assert "no substitute for your doctor" in page
    assert "call your local emergency number" in page


@pytest.mark.parametrize("address", [*PAGES, *LISTS, *HISTORIES])
def test_it_carries_no_inline_style_and_no_inline_script_but_our_own(public, site, address):
    page = text_of(public.get(address))
    for script in inline_scripts.SCRIPTS.values():
        page = page.replace(f'<script type="module">{script}</script>', "")
    # JSON-LD is data, which no browser runs.
    script = r"<script(?![^>]*\bsrc=| type=\"application/ld\+json\">)"
    assert not re.search(rf"{script}|<style|\sstyle=|\son\w+=", page)


@pytest.mark.parametrize("address", [*PAGES, *LISTS, *HISTORIES])
def test_ids_in_it_are_unique(public, site, address):
    ids = re.findall(r'\sid="([^"]*)"', text_of(public.get(address)))
    assert len(ids) == len(set(ids))


def test_canonical_addresses_begin_with_the_sites_own(public, site):
    page = text_of(public.get("/articles/what-it-is/?utm=x"))
    assert '<link rel="canonical" href="http://localhost/articles/what-it-is/">' in page


def test_a_sample_site_says_so_and_asks_not_to_be_indexed(public, site, settings):
    assert "noindex" not in text_of(public.get("/"))
    settings.SAMPLE_SITE = True
    page_store.store.clear()
    page = text_of(public.get("/"))
    assert "Sample content, not medical advice" in page
    assert '<meta name="robots" content="noindex">' in page


def test_an_error_page_needs_no_request(settings):
    settings.SAMPLE_SITE = True
    assert "Sample content" in render_to_string("500.html")


# --- The signature --------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_the_signature_says_who_when_how_long_and_leads_to_the_history(public, site, address):
    page = text_of(public.get(address))
    edition = Edition.objects.get(slug=address.split("/")[2])
    assert '<a href="/reviewers/mei/">Mei Sample</a>' in page
    assert "MD (fictional)" in page
    assert f'datetime="{edition.next_review_due}"' in page
    assert f"{edition.digest[:4]} {edition.digest[4:8]}" in page
    assert f'href="{address}history/"' in page
    assert "None declared." in page


@pytest.mark.parametrize("address", [*LISTS[:4], "/reviewers/mei/"])
def test_every_entry_of_a_list_carries_it_in_small(public, site, address):
    page = text_of(public.get(address))
    assert page.count('class="signed-line"') == page.count('<article class="entry">') > 0


@pytest.mark.parametrize("address", [*PAGES, *LISTS[:4], *HISTORIES])
def test_text_that_was_not_signed_shows_no_badge(public, site, address, monkeypatch):
    monkeypatch.setattr("editorial.proof.digest_of", lambda content: "0" * 64)
    page = text_of(public.get(address))
    assert "Mei Sample" not in page
    assert "could not be verified" in page or address == "/"


def test_an_overdue_review_is_said_plainly(public, site, monkeypatch):
    later = timezone.localdate() + timedelta(days=400)
    monkeypatch.setattr("editorial.models.edition.timezone.localdate", lambda *given: later)
    assert "was due to be reviewed again by" in text_of(public.get("/articles/what-it-is/"))
    assert "Review was due" in text_of(public.get("/articles/"))


# --- The text -------------------------------------------------------------------------------------


def test_names_of_other_pages_are_those_of_their_live_editions(public, site, wen, mei, edda):
    page = text_of(public.get("/articles/what-it-is/"))
    assert '<a href="/therapies/car-t/">CAR T-cell therapy</a>' in page
    acts.withdraw(site["therapy"], by=edda, reason="Wrong.")
    assert "CAR T-cell" not in text_of(public.get("/articles/what-it-is/"))


def test_the_body_of_a_page_needs_the_page_and_the_names_alone(site):
    for document in site.values():
        edition = document.live_edition()
        context = {"page": edition.page, "linked_pages": linked_pages(edition.page.facets)}
        body = render_to_string(kind_of(document.kind).template, context)
        assert document.title in body
        assert "Wen Sample" in body
        assert "Mei Sample" not in body


def test_contents_lead_to_the_headings(public, wen, mei):
    body = "<h2>Sources</h2><p>A</p><h2>Why &amp; how</h2><p>B</p><h2>Why &amp; how</h2><p>C</p>"
    cast.publish(cast.article(wen, slug="long", body=body), wen, mei)
    page = text_of(public.get("/articles/long/"))
    for anchor in ("part-sources-2", "why-how", "part-why-how-2"):
        assert f'<a href="#{anchor}">' in page
        assert f'<h2 id="{anchor}">' in page


def test_a_table_scrolls_in_a_frame_that_the_keyboard_reaches(public, wen, mei):
    body = "<table><tbody><tr><th></th><th>B</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>"
    cast.publish(cast.article(wen, slug="table", body=body), wen, mei)
    page = text_of(public.get("/articles/table/"))
    assert '<div class="table" role="group" aria-label="Table" tabindex="0"><table' in page
    assert "<th></th>" not in page


def test_a_question_gives_its_short_answer_first(public, wen, mei):
    fields = {"genre": "question", "short_answer": "No, it is not.", "slug": "is-it"}
    cast.publish(cast.article(wen, **fields), wen, mei)
    assert "No, it is not." in text_of(public.get("/articles/is-it/"))
    assert "No, it is not." in text_of(public.get("/articles/?kind=question"))


def test_the_risks_of_a_therapy_are_listed_one_by_one(public, site):
    page = text_of(public.get("/therapies/car-t/"))
    assert "<dt>Rash</dt>" in without_passage_links(page)
    assert "Call your team." in page


# --- Addresses ------------------------------------------------------------------------------------


def test_an_old_address_leads_to_the_new_one(public, site, wen, mei):
    article = acts.revise(site["article"], by=wen).specific
    article.slug = "what-it-is-now"
    cast.publish(cast.save(article, wen), wen, mei)
    for ending in ("", "history/"):
        answer = public.get(f"/articles/what-it-is/{ending}")
        assert answer.status_code == 301
        assert answer["Location"] == f"/articles/what-it-is-now/{ending}"


def test_a_withdrawn_page_says_why_and_when(public, site, edda, django_assert_max_num_queries):
    acts.withdraw(site["article"], by=edda, reason="A study was <retracted>.")
    for ending in ("", "history/"):
        # Five, and the page store's own question.
        with django_assert_max_num_queries(6):
            answer = public.get(f"/articles/what-it-is/{ending}")
        assert answer.status_code == 410
        assert "A study was &lt;retracted&gt;." in text_of(answer)
        assert f'datetime="{timezone.localdate()}"' in text_of(answer)
        assert not answer.cookies


def test_a_page_that_was_never_public_is_unknown(public, scheduled, review):
    for slug in (scheduled.slug, review.document.slug, "nothing"):
        assert public.get(f"/articles/{slug}/").status_code == 404
        assert public.get(f"/articles/{slug}/history/").status_code == 404


# --- History --------------------------------------------------------------------------------------


def test_the_history_has_every_edition_and_no_internal_note(public, site, wen, mei, ravi):
    article = acts.revise(site["article"], by=wen).specific
    article.title = "What it is, again"
    review = cast.submit(cast.save(article, wen), wen, note="An internal note")
    cast.sign(review, ravi, scope="changes")
    page = text_of(public.get("/articles/what-it-is/history/"))
    assert "Edition 2" in page
    assert "Edition 1" in page
    assert "Then called “What it is”" in page
    assert "The latest changes" in page
    assert "Ravi Sample" in page
    assert "An internal note" not in page


def test_a_reviewer_whose_signature_is_nowhere_has_no_page(public, site, ravi):
    assert public.get("/reviewers/ravi/").status_code == 404
