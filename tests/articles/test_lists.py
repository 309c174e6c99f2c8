"""Lists, filters and the glossary's alphabet: what they find, what they cost, what they survive."""

import itertools
from typing import Any

import pytest
from django.test import Client

from articles.choices import GENRES_IN_PLURAL, Genre, Mechanism, label_of
from glossary import views
from immunosite import page_store
from tests import cast

pytestmark = pytest.mark.django_db

HOSTILE = [
    "%00", "'%22--", "%F0%9F%92%89", "%ff%fe", "a" * 5000, "-1", "0", "9" * 30, "9" * 5000,
    "%ED%A0%80", "%25", "_", "\\", "<script>alert(1)</script>", "../../etc/passwd", "%2522",
]  # fmt: skip
MAKERS: dict[str, Any] = {
    "/articles/": cast.article,
    "/therapies/": cast.therapy,
    "/conditions/": cast.condition,
    "/glossary/": cast.entry,
}
PARAMETERS = ["kind", "therapy", "condition", "route", "q", "match", "letter", "page"]


@pytest.fixture
def public() -> Client:
    """A reader for whom no page is kept yet."""
    page_store.store.clear()
    return Client()


def titles(answer) -> list[str]:
    return [edition.title for edition in answer.context["pages"]]


@pytest.fixture
def three(wen, ravi):
    """A therapy for melanoma, an article about both, and a question about neither."""
    melanoma = cast.condition(wen, title="Melanoma", slug="melanoma")
    therapy = cast.therapy(
        wen, title="TIL", slug="til", conditions=[melanoma], mechanism="cell", routes=["vein"]
    )
    oral = cast.therapy(wen, title="Oral", slug="oral", mechanism="tolerance", routes=["mouth"])
    about = cast.article(wen, title="About", therapies=[therapy], conditions=[melanoma])
    question = cast.article(wen, title="Is it?", genre="question", short_answer="Yes.")
    for document in (melanoma, therapy, oral, about, question):
        cast.publish(document, wen, ravi)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["About", "Is it?"]),
        ("kind=question", ["Is it?"]),
        ("kind=explainer", ["About"]),
        ("therapy=til", ["About"]),
        ("condition=melanoma", ["About"]),
        ("kind=question&condition=melanoma", []),
        ("therapy=no-such", ["About", "Is it?"]),
    ],
)
def test_articles_are_filtered(public, three, query, found, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        answer = public.get(f"/articles/?{query}")
    assert titles(answer) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["TIL", "Oral"]),
        ("condition=melanoma", ["TIL"]),
        ("route=mouth", ["Oral"]),
        ("route=mouth&condition=melanoma", []),
    ],
)
def test_therapies_are_filtered_and_grouped(public, three, query, found):
    answer = public.get(f"/therapies/?{query}")
    assert titles(answer) == found
    if "TIL" in found:
        assert Mechanism.CELL.label in answer.content.decode()


def test_a_list_offers_no_choice_that_leads_nowhere(public, three):
    page = public.get("/articles/").content.decode()
    assert '<option value="til">TIL</option>' in page
    assert "Oral" not in page


def test_an_empty_result_says_what_to_do(public, three):
    page = public.get("/articles/?kind=question&condition=melanoma").content.decode()
    assert "0 found" in page
    assert '<a href="/articles/">show all articles</a>' in page


def test_filtered_lists_ask_not_to_be_indexed(public, three):
    assert "noindex" in public.get("/articles/?kind=explainer").content.decode()
    assert "noindex" not in public.get("/articles/").content.decode()


@pytest.mark.parametrize("address", ["/articles/", "/therapies/", "/conditions/", "/glossary/"])
def test_no_query_string_breaks_a_list(public, three, address):
    for parameter, value in itertools.product(PARAMETERS, HOSTILE):
        answer = public.get(f"{address}?{parameter}={value}")
        assert answer.status_code in (200, 404), (parameter, value)
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/articles/", "/therapies/", "/conditions/", "/glossary/"])
def test_more_documents_cost_no_more_queries(
    public, wen, ravi, address, django_assert_max_num_queries
):
    def cost(documents: int) -> int:
        for _ in range(documents):
            cast.publish(MAKERS[address](wen), wen, ravi)
        page_store.store.clear()
        with django_assert_max_num_queries(5) as queries:
            assert public.get(address).status_code == 200
        return len(queries)

    assert cost(2) == cost(5)


def test_an_empty_site_has_all_its_lists(public):
    for address in ("/", "/articles/", "/therapies/", "/conditions/", "/glossary/"):
        assert public.get(address).status_code == 200


# --- Glossary -------------------------------------------------------------------------------------


@pytest.fixture
def terms(wen, ravi):
    for title, synonyms, short in [
        ("Antigen", "immunogen", ""),
        ("Éclair cell", "", "EC"),
        ("T cell", "T lymphocyte\nthymus «Zelle»", ""),
        ("4-1BB", "", "CD137"),
    ]:
        term = cast.entry(wen, title=title, synonyms=synonyms, abbreviations=short)
        cast.publish(term, wen, ravi)


def letters(answer) -> dict[str, int]:
    return {letter.name: letter.count for letter in answer.context["letters"]}


def test_letters_carry_their_counts_and_empty_ones_are_no_links(public, terms):
    answer = public.get("/glossary/")
    assert {name: n for name, n in letters(answer).items() if n} == {
        "0-9": 1, "A": 1, "E": 1, "T": 1,
    }  # fmt: skip
    page = answer.content.decode()
    assert 'href="#letter-a"' in page
    assert '<span aria-hidden="true">B</span>' in page


def test_few_terms_stand_on_one_page_and_many_a_letter_at_a_time(public, terms, monkeypatch):
    assert len(titles(public.get("/glossary/"))) == 4
    monkeypatch.setattr(views, "FEW", 3)
    page_store.store.clear()
    assert titles(public.get("/glossary/")) == ["Antigen"]
    assert titles(public.get("/glossary/?letter=E")) == ["Éclair cell"]
    assert titles(public.get("/glossary/?letter=0-9")) == ["4-1BB"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=gen", ["Antigen"]),
        ("q=gen&match=starts", []),
        ("q=immuno&match=starts", ["Antigen"]),
        ("q=LYMPHO", ["T cell"]),
        ("q=«Zelle", ["T cell"]),
        ("q=CD137", ["4-1BB"]),
        ('q="', []),
        ("q=%25", []),
    ],
)
def test_terms_are_found_by_any_of_their_names(
    public, terms, query, found, django_assert_max_num_queries
):
    with django_assert_max_num_queries(5):
        answer = public.get(f"/glossary/?{query}")
    assert titles(answer) == found


# --- Words ----------------------------------------------------------------------------------------


def test_readers_have_a_word_for_a_list_of_every_genre():
    assert list(GENRES_IN_PLURAL) == Genre.values


def test_a_value_that_is_no_choice_any_more_is_shown_as_it_was_signed():
    assert label_of(Mechanism, "vaccine") == "Teaches the immune system a target"
    assert label_of(Mechanism, "phlogiston") == "phlogiston"


def test_questions_are_a_page_of_their_own(public, three):
    page = public.get("/articles/?kind=question").content.decode()
    assert 'href="http://localhost/articles/?kind=question"' in page
    assert "noindex" not in page
    assert "<title>Questions and answers" in page
    narrowed = public.get("/articles/?kind=question&therapy=til").content.decode()
    assert "noindex, follow" in narrowed
