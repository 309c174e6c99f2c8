"""Lists through the API: filters as on the site, cursors that nothing shifts, the glossary."""

import pytest
from django.db import connection

from editorial import acts
from tests import cast
from tests.immunosite.api.client import API, ask, walk


def titles(path="/pages/", **query):
    return [each["title"] for each in ask(path, **query)["items"]]


@pytest.fixture
def articles(wen, ravi):
    return [cast.publish(cast.article(wen, title=f"Page {n}"), wen, ravi) for n in "bdfh"]


def test_all_kinds_or_one(wen, ravi):
    cast.publish(cast.article(wen, title="An article"), wen, ravi)
    cast.publish(cast.entry(wen, title="A term"), wen, ravi)
    assert titles() == ["A term", "An article"]
    assert titles("/pages/article/") == ["An article"]
    assert titles("/pages/condition/") == []


def test_filters_are_those_of_the_site(wen, ravi):
    illness = cast.condition(wen, slug="illness", title="Illness")
    drug = cast.therapy(wen, slug="drug", title="Drug", conditions=[illness], routes=["mouth"])
    question = cast.article(
        wen, title="Why?", genre="question", short_answer="So.", therapies=[drug]
    )
    for document in (illness, drug, question, cast.article(wen), cast.therapy(wen)):
        cast.publish(document, wen, ravi)
    assert titles("/pages/article/", genre="question") == ["Why?"]
    assert titles("/pages/article/", therapy="drug") == ["Why?"]
    assert titles("/pages/therapytype/", condition="illness", route="mouth") == ["Drug"]
    assert titles("/pages/therapytype/", mechanism="virus") == []
    assert titles(condition="illness") == ["Drug"]


def test_a_filter_by_what_is_not_live_finds_nothing(wen, ravi):
    hidden = cast.therapy(wen, slug="hidden")
    cast.publish(cast.article(wen, therapies=[hidden]), wen, ravi)
    assert titles(therapy="hidden") == titles(therapy="no-such-therapy") == []


@pytest.mark.parametrize("order", ["title", "published"])
def test_a_page_published_meanwhile_shifts_nothing(articles, wen, ravi, order):
    first = ask("/pages/", limit=2, order=order)
    cast.publish(cast.article(wen, title="Page a"), wen, ravi)
    query = dict(part.split("=") for part in first["next"].partition("?")[2].split("&"))
    rest = ask("/pages/", limit=2, order=order, cursor=query["cursor"].replace("%3A", ":"))
    assert [each["title"] for each in rest["items"]] == ["Page f", "Page h"]


def test_a_page_signed_again_meanwhile_is_not_listed_twice(articles, wen, mei):
    first = ask("/pages/", limit=2)
    document = articles[1].document.specific
    acts.reaffirm(document, by=wen)
    cast.sign(document.stored().reviews.get(number=2), mei)
    following = ask_url(first["next"])
    assert [each["title"] for each in following["items"]] == ["Page f", "Page h"]


def ask_url(url):
    path, _, query = url.removeprefix(f"http://localhost{API}").partition("?")
    given = dict(part.split("=") for part in query.split("&"))
    return ask(path, **given | {"cursor": given["cursor"].replace("%3A", ":")})


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_a_walk_meets_each_page_once(articles, limit):
    assert [each["title"] for each in walk("/pages/", limit=limit)] == [
        each.title for each in articles
    ]


def test_a_cursor_of_another_order_or_our_own_making_is_refused(articles):
    cursor = ask("/pages/", limit=1)["next"].partition("cursor=")[2].replace("%3A", ":")
    refusals = [("published", cursor), ("title", cursor[:-1]), ("title", "x" + cursor)]
    for order, forged in [*refusals, ("title", "1"), ("title", "é:é")]:
        problem = ask("/pages/", status=400, cursor=forged, order=order)
        assert "begin again without a cursor" in problem["detail"]


def test_the_glossary_is_searched_by_any_name(wen, ravi):
    entry = cast.entry(wen, title="Lymphocyte", synonyms="White cell", abbreviations="LYM")
    cast.publish(entry, wen, ravi)
    for words in ("lympho", "white", "lym"):
        (found,) = ask("/glossary/", q=words, match="starts")["items"]
        assert found["term"]["patient_definition"] == "<p>What the word means.</p>"
    assert titles("/glossary/", q="cyte", match="starts") == []
    assert titles("/glossary/", q="cyte") == ["Lymphocyte"]
    assert ask("/glossary/", status=400)["detail"].startswith("“q” is missing.")


def test_names_are_suggested_while_somebody_types(wen, ravi):
    cast.publish(cast.entry(wen, title="Lymphocyte"), wen, ravi)
    cast.entry(wen, title="Lymph, a draft")
    (found,) = ask("/suggest/", q="lym")["items"]
    assert (found["title"], found["kind"]) == ("Lymphocyte", "glossaryentry")
    assert ask("/suggest/", q="l")["items"] == []


def test_five_queries_are_enough_for_any_number(articles, wen, ravi, django_assert_max_num_queries):
    for number in range(6):
        therapy = cast.therapy(wen, title=f"Lymph {number}")
        cast.publish(therapy, wen, ravi)
        cast.publish(cast.article(wen, therapies=[therapy]), wen, ravi)
        cast.publish(cast.entry(wen, title=f"Lymphocyte {number}"), wen, ravi)
    page = f"/pages/article/{articles[0].slug}/"
    filters = {"therapy": "x", "condition": "y", "genre": "question"}
    asked = [(page, {}), (f"{page}history/", {}), (f"{page}history/1/", {}), ("/pages/", {})]
    asked += [("/glossary/", {"q": "lym"}), ("/suggest/", {"q": "lymph"}), ("/pages/", filters)]
    for path, query in asked:
        # Search opens a transaction on PostgreSQL; inside the test's own that makes a savepoint.
        savepoint = path == "/suggest/" and connection.vendor == "postgresql"
        with django_assert_max_num_queries(7 if savepoint else 5):
            ask(path, **query)
