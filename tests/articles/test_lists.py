"""Lists and the glossary's alphabet: what they find and what they cost."""

from typing import Any

import pytest

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


def titles(answer) -> list[str]:
    return [edition.title for edition in answer.context["pages"]]


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
