"""The search page and the suggestions: any input is answered, and answered safely."""

import json
import re
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from immunosite.search.finding import find
from immunosite.search.highlights import snippet
from immunosite.search.query import read
from immunosite.search.spelling import distance
from immunosite.search.suggestions import suggest
from tests import cast

HOSTILE = [
    '"', '""', '"""', "'", "`", "\\", "NEAR", "NEAR(a b)", "vitiligo NEAR/2 care", "*", "vit*",
    "*vit", "^", "^vitiligo", "-", "-vitiligo", "--", "+", "a:b", "title:vitiligo", "{title}",
    "(", ")", "(vitiligo", "vitiligo AND", "OR", "NOT", "AND AND", "vitiligo OR", "%", "%%", "%s",
    "_", "vit_ligo", ":*", "a & b", "a | b", "!a", "<->", "a <2> b", "' OR 1=1", "$$",
    "'; DROP TABLE editorial_edition; --", "\0", "vit\0iligo", "\x01", "\ud800", "\ufffe",
    "a" * 10_000, "vitiligo " * 2_000, '"' * 10_000, "(" * 10_000, "1 " * 5_000, "\n", "\t",
    "😀", "😀vitiligo", "שלום עולם", "مرحبا", "\u202evitiligo", "日本語", "ﬁ", "½", "m²", "Ⅷ", "ß",
    "İ", "ŉ", "\u0301", "e\u0301" * 50, "1e5", "0x1f", "1.5", "3/4", "http://x.org/a?b=c", "1BB",
    "me@x.org", "a-b-c-d", "<script>alert(1)</script>", "{{ 7|add:7 }}", "ALL", "4-1BB",
]  # fmt: skip


@pytest.fixture
def vitiligo(wen, ravi):
    text = cast.article(
        wen, title="Vitiligo", summary="About 1 in 100.", body="<h2>First</h2><p>1 and 4-1BB.</p>"
    )
    return cast.publish(text, wen, ravi)


def test_any_input_is_answered(client, vitiligo, subtests):
    for typed in HOSTILE:
        with subtests.test(ascii(typed[:20])):
            for url in ("/search/", "/search/suggest/"):
                query = {"q": typed.encode("utf-8", "replace").decode()}
                assert client.get(url, query).status_code == 200
            find(typed, kind=typed, therapy=typed[:100], condition=typed[:100], page=-1)
            suggest(typed)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
def test_any_text_is_answered(vitiligo, typed):
    find(typed)
    suggest(typed)


@given(st.text(max_size=80), st.text(max_size=200))
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_snippet_is_escaped_and_keeps_the_text(vitiligo, typed, text):
    shown = snippet(text, lambda: "", read(typed + " vitiligo"))
    bare = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare
    assert len(unescape(bare)) >= 0


@pytest.mark.django_db
def test_the_number_of_words_and_their_length_are_bounded():
    assert len(read("a1 " * 5_000).typed) <= 20
    assert len(read("b" * 10_000).typed[0]) <= 200


def test_the_page_shows_hits_with_their_signature(client, vitiligo):
    page = client.get("/search/?q=vitiligo").content.decode()
    assert "1 page for “vitiligo”" in page
    assert '<ol class="hits"' in page
    assert "Ravi Sample" in page
    assert vitiligo.digest[:4] in page
    assert '<meta name="robots" content="noindex' in page


def test_the_page_sets_no_cookie_and_varies_on_nothing_else(client, vitiligo):
    for url in ("/search/?q=vitiligo", "/search/suggest/?q=vit"):
        response = client.get(url)
        assert not response.cookies
        assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        assert response.headers["ETag"]


def test_what_was_typed_is_shown_as_text(client, vitiligo):
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_an_empty_search_says_what_can_be_done(client, vitiligo):
    page = client.get("/search/").content.decode()
    assert "/glossary/" in page
    assert "/conditions/" in page
    assert 'role="status"' not in page


def test_nothing_found_offers_a_spelling_and_the_lists(client, vitiligo):
    page = client.get("/search/?q=vitilligo").content.decode()
    assert "Nothing found" in page
    assert re.search(r'<a href="\?q=vitiligo"\s*>vitiligo</a>', page)
    assert "/glossary/" in page


def test_narrowing_and_paging_keep_the_words(client, wen, ravi):
    for number in range(11):
        cast.publish(cast.article(wen, title=f"Vitiligo {number}"), wen, ravi)
    page = client.get("/search/?q=vitiligo&kind=article").content.decode()
    assert re.search(r'<option value="article" selected\s*>Articles \(11\)</option>', page)
    assert 'href="?q=vitiligo&amp;kind=article&amp;page=2"' in page
    second = client.get("/search/?q=vitiligo&kind=article&page=2").content.decode()
    assert '<ol class="hits" start="11">' in second


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "²", "1.5", ""])
def test_any_page_number_is_answered(client, vitiligo, page):
    assert "Vitiligo" in client.get("/search/", {"q": "vitiligo", "page": page}).content.decode()


def test_suggestions_begin_as_typed(client, wen, ravi, vitiligo):
    cast.publish(cast.article(wen, title="About vitiligo"), wen, ravi)
    cast.publish(cast.entry(wen, title="White spots", synonyms="Vitiligo spots"), wen, ravi)
    found = json.loads(client.get("/search/suggest/?q=Viti").content)
    assert [each["title"] for each in found] == ["Vitiligo", "White spots", "About vitiligo"]
    assert found[1]["name"] == "Vitiligo spots"
    assert found[0]["url"] == vitiligo.get_absolute_url()


def test_at_most_eight_suggestions_and_none_for_one_letter(wen, ravi):
    for number in range(10):
        cast.publish(cast.article(wen, title=f"Vitiligo {number}"), wen, ravi)
    assert len(suggest("viti")) == 8
    assert suggest("v") == []


def test_suggestions_take_five_queries_and_one_more_for_what_is_not_known_yet(
    vitiligo, django_assert_num_queries
):
    settings_of_postgresql = 3 if connection.vendor == "postgresql" else 0
    for count in (6, 5):
        with django_assert_num_queries(count + settings_of_postgresql):
            suggest("viti")


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("cancer", "cancer", 0),
        ("cancr", "cancer", 1),
        ("lnug", "lung", 1),
        ("kitten", "sitting", 3),
    ],
)
def test_slips_of_the_pen_are_counted(one, other, slips):
    assert distance(one, other) == slips


def test_suggestions_come_up_as_one_types(page, live_server, vitiligo):
    page.goto("/search/")
    with page.expect_response(lambda r: "/search/suggest/" in r.url):
        page.get_by_label("Words to look for").press_sequentially("viti")
    assert page.locator("datalist option").first.get_attribute("value") == "Vitiligo"
    page.keyboard.press("Enter")
    page.wait_for_url("**q=viti*")
    assert page.get_by_role("status").inner_text().startswith("1 page for")


@pytest.mark.parametrize(
    "query", ["", "?q=vitiligo", "?q=vitilligo", "?q=vitiligo&kind=glossaryentry"]
)
def test_axe_finds_nothing(page, live_server, vitiligo, query):
    page.goto(f"/search/{query}")
    assert Axe().run(page).response["violations"] == []
