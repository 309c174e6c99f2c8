"""Lists with filters: what they find, what they offer, and what they survive."""

import itertools

import pytest

from articles import filters
from articles.choices import Mechanism
from articles.models import Condition
from editorial.models import User
from tests import cast
from tests.articles.test_lists import HOSTILE, titles

PARAMETERS = ["kind", "therapy", "condition", "route", "q", "match", "letter", "page"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]


def build():
    """A therapy for melanoma, an article about both, and a question about neither."""
    wen, ravi = cast.person("Wen", "Writer"), cast.clinician("Ravi", "Reviewer")
    melanoma = cast.condition(wen, title="Melanoma", slug="melanoma")
    therapy = cast.therapy(
        wen, title="TIL", slug="til", conditions=[melanoma], mechanism="cell", routes=["vein"]
    )
    oral = cast.therapy(wen, title="Oral", slug="oral", mechanism="tolerance", routes=["mouth"])
    about = cast.article(wen, title="About", therapies=[therapy], conditions=[melanoma])
    question = cast.article(wen, title="Is it?", genre="question", short_answer="Yes.")
    for document in (melanoma, therapy, oral, about, question):
        cast.publish(document, wen, ravi)


@pytest.fixture
def own_therapies(built, db):
    """Two more for melanoma."""
    wen, ravi = User.objects.get(username="wen"), User.objects.get(username="ravi")
    conditions = [Condition.objects.get()]
    for title in ("Third", "Another"):
        therapy = cast.therapy(wen, title=title, conditions=conditions, mechanism="checkpoint")
        cast.publish(therapy, wen, ravi)


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
def test_articles_are_filtered(public, query, found, django_assert_max_num_queries):
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
def test_therapies_are_filtered_and_grouped(public, query, found):
    answer = public.get(f"/therapies/?{query}")
    assert titles(answer) == found
    if "TIL" in found:
        assert Mechanism.CELL.label in answer.content.decode()


def test_a_list_offers_no_choice_that_leads_nowhere(public):
    page = public.get("/articles/").content.decode()
    assert '<option value="til">TIL</option>' in page
    assert "Oral" not in page


@pytest.mark.parametrize("narrowed", ["condition=melanoma", "route=vein"])
def test_where_more_is_found_than_is_counted_the_list_says_so(
    public, own_therapies, narrowed, monkeypatch
):
    monkeypatch.setattr(filters, "COUNTED_NARROWED", 2)
    answer = public.get(f"/therapies/?{narrowed}")
    assert "More than 2" in answer.content.decode()
    # In the order of the list: by mechanism, then by title.
    assert titles(answer) == ["Another", "Third"]


def test_an_empty_result_says_what_to_do(public):
    page = public.get("/articles/?kind=question&condition=melanoma").content.decode()
    assert "0 found" in page
    assert '<a href="/articles/">show all articles</a>' in page


def test_filtered_lists_ask_not_to_be_indexed(public):
    assert "noindex" in public.get("/articles/?kind=explainer").content.decode()
    assert "noindex" not in public.get("/articles/").content.decode()


@pytest.mark.parametrize("address", ["/articles/", "/therapies/", "/conditions/", "/glossary/"])
def test_no_query_string_breaks_a_list(public, address):
    for parameter, value in itertools.product(PARAMETERS, HOSTILE):
        answer = public.get(f"{address}?{parameter}={value}")
        assert answer.status_code in (200, 404), (parameter, value)
        assert "<script>alert" not in answer.content.decode()


def test_questions_are_a_page_of_their_own(public):
    page = public.get("/articles/?kind=question").content.decode()
    assert 'href="http://localhost/articles/?kind=question"' in page
    assert "noindex" not in page
    assert "<title>Questions and answers" in page
    narrowed = public.get("/articles/?kind=question&therapy=til").content.decode()
    assert "noindex, follow" in narrowed
