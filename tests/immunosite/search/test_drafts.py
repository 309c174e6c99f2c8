"""The search box of the admin reads words as the public search does, over drafts."""

import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from editorial.models import Document
from immunosite.search import drafts
from immunosite.search.finding import find
from immunosite.search.models import SpellingPair
from tests import cast

pytestmark = pytest.mark.django_db
ARTICLES = "/admin/articles/article/"
FIELD = settings.BASE_DIR.parent / "shared/field/b/s05-search.jsonl"


@pytest.fixture(autouse=True)
def signed_in(client, wen):
    client.force_login(wen)


def listed(client, query, url=ARTICLES) -> list[str]:
    page = client.get(url, {"q": query})
    return [each.title for each in page.context["cl"].result_list]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("A tumour of the oesophagus.", "tumor esophagus"),
        ("High-dose IL-2.", "IL2"),
        ("HER2 is measured.", "her-2"),
        ("TNF-α rises.", "tnf alpha"),
        ("Several diagnoses.", "diagnosis"),
        ("lung \ufb01brosis, neutra\u00adlising", "fibrosis neutralising"),
        ("A naïve T cell", "naive t cel"),
        ("单克隆抗体", "抗体"),
        ("Λευχαιμία", "ΛΕΥΧΑΙΜΙΑ"),
        ("Crohn’s disease", "crohn"),
        ("anti–PD‑L1", "PD-L1"),
    ],
)
def test_a_draft_is_found_by_any_word_of_its_text(client, wen, text, query):
    cast.article(wen, title="This one", body=f"<p>{text}</p>")
    cast.article(wen, title="Another")
    assert listed(client, query) == ["This one"]


def test_the_searches_from_the_field_find_drafts_too(client, wen):
    if not FIELD.exists():
        pytest.skip("shared data folder is absent")
    for line in FIELD.read_text().splitlines():
        case = json.loads(line)
        one = cast.article(wen, body=f"<p>{case['text']}</p>")
        assert one.title in listed(client, case["asked"]), case["asked"]


def test_titles_addresses_names_and_summaries_count_and_every_word_must_be_there(client, wen):
    fields = {
        "title": "Melanoma",
        "slug": "skin-cancer",
        "summary": "Of the eye.",
        "body": "<p>x</p>",
    }
    cast.article(wen, **fields)
    for query in ("melanoma", "skin-cancer", "eye", "melanoma eye", "melan", ""):
        assert listed(client, query) == ["Melanoma"]
    for query in ("melanoma ear", "–", "zorbalin"):
        assert listed(client, query) == []


def test_a_term_is_found_by_its_abbreviation_and_in_the_list_of_all_pages(client, wen):
    cast.entry(wen, title="Chimeric antigen receptor", abbreviations="CAR", synonyms="T-body")
    for query in ("CAR", "t-body", "tbody", "chimaeric antigen", "chimeric antigin"):
        SpellingPair.objects.get_or_create(word="chimaeric", other="chimeric")
        for url in ("/admin/glossary/glossaryentry/", "/admin/editorial/document/"):
            assert listed(client, query, url) == ["Chimeric antigen receptor"], (query, url)


def test_a_slip_of_the_pen_finds_what_was_meant(client, wen):
    cast.article(wen, title="Melanoma")
    assert listed(client, "melanomma") == ["Melanoma"]


def test_the_newest_words_of_a_draft_are_found_and_the_old_ones_no_more(client, wen):
    one = cast.article(wen, body="<p>zorbalin</p>")
    one.body = "<p>quixafen</p>"
    cast.save(one, wen)
    assert listed(client, "zorbalin") == []
    assert listed(client, "quixafen") == [one.title]


def test_sources_and_related_pages_are_chosen_by_the_same_search(client, wen):
    tumour = cast.article(wen, title="A tumour")
    url = "/admin/autocomplete/"
    asked = {"term": "tumor", "app_label": "articles", "model_name": "article",
             "field_name": "see_also"}  # fmt: skip
    found = client.get(url, asked).json()["results"]
    assert [each["id"] for each in found] == [str(tumour.pk)]


def test_nothing_of_a_draft_reaches_readers(client, wen):
    cast.article(wen, title="Zorbalin", body="<p>quixafen</p>")
    for query in ("zorbalin", "quixafen", "zorbalim"):
        answer = client.get("/search/", {"q": query}).content.decode()
        assert "0 pages" in answer or "Nothing found" in answer
        assert find(query).suggestion == ""


def test_a_broken_index_keeps_nobody_from_saving(wen, monkeypatch):
    def refuse(document):
        raise DatabaseError("database disk image is malformed")

    monkeypatch.setattr(drafts, "_index", refuse)
    assert Article.objects.filter(pk=cast.article(wen).pk).exists()


def test_the_index_is_made_anew_from_the_drafts(client, wen):
    one = cast.article(wen, body="<p>zorbalin</p>")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_drafttext")
    assert listed(client, "zorbalin") == []
    call_command("rebuild_search", verbosity=0)
    assert listed(client, "zorbalin") == [one.title]


def test_a_search_costs_the_same_however_many_drafts_there_are(client, wen):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            listed(client, "tumor rare")
        return len(captured)

    cast.article(wen, body="<p>A rare tumour.</p>")
    few = queries()
    for _ in range(8):
        cast.article(wen, body="<p>A rare tumour.</p>")
    assert queries() == few
    assert Document.objects.count() == 9


def test_a_pair_is_found_as_it_is_stored(client, wen):
    SpellingPair.objects.create(word="her 2", other="erbb 2")
    page = client.get("/admin/search/spellingpair/", {"q": "HER2"})
    assert [str(each) for each in page.context["cl"].result_list] == ["her 2 = erbb 2"]
