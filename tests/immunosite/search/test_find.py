"""Search finds what is live, by all that it is called, and the best first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from immunosite.search.finding import find
from immunosite.search.indexed_text import searchable
from tests import cast


@pytest.fixture
def published(wen, ravi):
    def publish(make, **fields):
        return cast.publish(make(wen, **fields), wen, ravi)

    return publish


@pytest.fixture
def pd1(published):
    return published(
        cast.entry,
        title="PD-1",
        slug="pd-1",
        synonyms="programmed cell death protein 1\nCD279",
        patient_definition="<p>A brake on T cells.</p>",
    )


def titles(query, **narrowed):
    return [hit.title for hit in find(query, **narrowed).hits]


def body(text):
    return f"<h2>First</h2><p>{text}</p>"


def test_a_title_comes_before_a_summary_before_a_text(published):
    published(cast.article, title="In the text", body=body("Vitiligo. " * 30))
    published(cast.article, title="In the summary", summary="It may bring vitiligo.")
    published(cast.article, title="Vitiligo in the title")
    assert titles("vitiligo") == ["Vitiligo in the title", "In the summary", "In the text"]


def test_the_page_that_is_called_so_comes_first(published):
    published(cast.article, title="Melanoma, melanoma, melanoma", summary="Melanoma.")
    published(cast.condition, title="Skin cancer", synonyms="Melanoma")
    assert titles("melanoma")[0] == "Skin cancer"


@pytest.mark.parametrize("query", ["inhibitors", "INHIBITOR", "checkpoint inhibition", "inhib"])
def test_words_are_found_in_their_other_forms_and_from_their_beginning(published, query):
    published(cast.article, title="Checkpoint inhibitor", summary="An inhibitor of inhibition.")
    assert titles(query) == ["Checkpoint inhibitor"]


@pytest.mark.parametrize("query", ["Sjögren", "sjogren", "SJÖGREN’S", "Sjo\u0308gren's"])
def test_diacritics_and_possessives_make_no_difference(published, query):
    published(cast.article, title="Sjögren disease")
    assert titles(query) == ["Sjögren disease"]


@pytest.mark.parametrize("query", ["PD-1", "PD‑1", '"PD-1"', "anti-PD-1"])
def test_a_hyphenated_name_is_found_however_it_is_joined(published, query):
    published(cast.article, title="Anti-PD-1 treatment")
    published(cast.article, title="One PD of 1 kind", body=body("PD and then 1."))
    assert titles(query) == ["Anti-PD-1 treatment"]


@pytest.mark.parametrize(
    "query", ["programmed cell death protein 1", "Programmed Cell-Death Protein 1", "cd279"]
)
def test_other_names_from_the_glossary_are_looked_for_too(pd1, published, query):
    published(cast.article, title="How PD-1 works")
    assert titles(query) == ["PD-1", "How PD-1 works"]
    assert "PD-1" in find(query).query.also


def test_a_name_among_other_words_is_expanded(pd1, published):
    published(cast.article, title="Melanoma and PD-1")
    assert titles("what is CD279 in melanoma") == ["Melanoma and PD-1"]


def test_a_short_form_that_is_a_small_word_counts_in_capitals_only(published):
    published(cast.condition, title="Acute lymphoblastic leukaemia", synonyms="ALL")
    published(cast.article, title="Treatment at home", body=body("In all countries."))
    assert titles("ALL")[0] == "Acute lymphoblastic leukaemia"
    assert "Treatment at home" in titles("all treatment")
    assert find("all treatment").query.also == ()


def test_quotes_ask_for_words_side_by_side(published):
    published(cast.article, title="A lung with cancer", body=body("Cancer of the lung."))
    published(cast.article, title="Lung cancer")
    assert titles('"lung cancer"') == ["Lung cancer"]
    assert len(titles("lung cancer")) == 2


def test_where_nothing_holds_all_words_some_will_do(published):
    published(cast.article, title="Vitiligo")
    found = find("vitiligo unheardof")
    assert [hit.title for hit in found.hits] == ["Vitiligo"]
    assert found.query.is_loose


def test_only_small_words_are_looked_for_when_nothing_else_is_given(published):
    published(cast.article, title="What is it?")
    assert titles("what is it") == ["What is it?"]


def test_a_slip_of_the_pen_is_mended_from_live_words(published):
    published(cast.article, title="Immunotherapy of melanoma")
    found = find("imunotherapy for Melonoma")
    assert found.suggestion == "immunotherapy for melanoma"


def test_citations_and_tags_are_no_text():
    marker = '<sup class="citation"><a href="#source-9" aria-label="Source 9">9</a></sup>'
    assert searchable(f"<p>Known <strong>im</strong>munity.{marker}</p>") == "Known immunity."
    assert searchable("platelets < 50 and > 10") == "platelets < 50 and > 10"


def test_snippets_mark_what_was_looked_for_and_escape_the_rest(published):
    published(cast.article, title="One", summary="Tom & Jerry on inhibitors <b>.")
    (hit,) = find("inhibitor").hits
    assert hit.snippet == "Tom &amp; Jerry on <mark>inhibitors</mark> &lt;b&gt;."


def test_a_snippet_is_the_passage_that_holds_most_of_the_words(published):
    filling = "Nothing of note here. " * 40
    text = body(f"A fever. {filling} A fever and a rash after treatment. {filling}")
    published(cast.article, title="One", summary="Short.", body=text)
    (hit,) = find("rash fever").hits
    assert "A <mark>fever</mark> and a <mark>rash</mark> after" in hit.snippet
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert len(hit.snippet) < 400


def test_hits_are_narrowed_by_kind_therapy_and_condition(published):
    lung = published(cast.condition, title="Lung cancer", slug="lung-cancer")
    cells = published(
        cast.therapy, title="Cell therapy", slug="cells", conditions=[lung.document_id]
    )
    published(cast.article, title="Cancer and cells", therapies=[cells.document_id])
    published(cast.article, title="Cancer alone", conditions=[lung.document_id])
    assert set(titles("cancer", kind="article")) == {"Cancer and cells", "Cancer alone"}
    assert titles("cancer", therapy="cells") == ["Cancer and cells"]
    assert titles("cancer", kind="article", condition="lung-cancer") == ["Cancer alone"]
    assert len(titles("cancer", condition="no-such-page", kind="%")) == 3


def test_each_choice_says_what_it_would_leave(published):
    lung = published(cast.condition, title="Lung cancer", slug="lung-cancer")
    published(cast.article, title="Cancer here", conditions=[lung.document_id])
    published(cast.article, title="Cancer there")
    found = find("cancer", condition="lung-cancer")
    counts = {f.name: {c.value: c.count for c in f.choices} for f in found.facets}
    assert counts == {
        "kind": {"article": 1, "condition": 1},
        "therapy": {},
        "condition": {"lung-cancer": 2},
    }
    assert found.total == 2


def test_pages_of_hits_hold_each_hit_once(published):
    for number in range(12):
        published(cast.article, title=f"Vitiligo {number}")
    first, second = find("vitiligo"), find("vitiligo", page=2)
    assert (first.total, first.pages, second.page) == (12, 2, 2)
    assert len({hit.title for hit in [*first.hits, *second.hits]}) == 12
    assert find("vitiligo", page=99).page == 2


@pytest.mark.parametrize(("query", "queries"), [("vitiligo", 7), ("", 0), ("vitiligo nothere", 14)])
def test_the_number_of_queries_does_not_grow_with_the_hits(published, query, queries):
    for number in range(4):
        published(cast.article, title=f"Vitiligo {number}")
        with CaptureQueriesContext(connection) as asked:
            find(query)
        settings_of_postgresql = 3 if queries and connection.vendor == "postgresql" else 0
        assert len(asked) == queries + settings_of_postgresql
