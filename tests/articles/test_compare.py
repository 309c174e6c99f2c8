"""Therapies side by side: what is compared, and what is said of a choice that cannot be."""

import itertools
import re

import pytest
from django.test import Client

from articles.compare import TOPICS, Column
from articles.pages import TherapyPage
from editorial import acts
from editorial.models import Edition
from editorial.public.page import Section
from tests import cast
from tests._answers import text_of
from tests._rows import parts
from tests.articles.test_lists import HOSTILE
from tests.whole_site.hidden_site import HiddenSite

pytestmark = pytest.mark.django_db
COMPARE = "/therapies/compare/"


def a_to_e(wen, ravi):
    """The first is for melanoma and for an illness whose page is a draft."""
    melanoma = cast.condition(wen, title="Melanoma", slug="melanoma")
    cast.publish(melanoma, wen, ravi)
    hidden = cast.condition(wen, title="Hidden illness")
    made = []
    for letter in "abcde":
        conditions = [melanoma, hidden] if letter == "a" else []
        title = f"Therapy {letter.upper()}"
        benefits = f"<p>Benefit of {letter}.</p>"
        made.append(cast.therapy(
            wen, title=title, slug=letter, benefits=benefits, conditions=conditions
        ))  # fmt: skip
        cast.publish(made[-1], wen, ravi)
    return made


def build():
    people = cast.person("Wen", "Writer", is_staff=True), cast.clinician("Ravi", "Reviewer")
    return *people, a_to_e(*people)


wen, ravi, five = parts(3)


def ask(public: Client, *slugs: str) -> str:
    answer = public.get(COMPARE, {"t": slugs})
    assert answer.status_code == 200
    return text_of(answer)


def columns(page: str) -> list[str]:
    return re.findall(r'scope="col"><a href="/therapies/(\w+)/"', page)


# --- The table ------------------------------------------------------------------------------------


def test_every_topic_stands_side_by_side_in_the_order_asked_for(public, five):
    page = ask(public, "b", "a")
    assert columns(page) == ["b", "a"]
    for heading in TOPICS.values():
        assert f'<th scope="row">{heading}</th>' in page
    assert page.index("Benefit of b.") < page.index("Benefit of a.")
    assert page.count("<dt>Rash</dt>") == 2
    assert page.count('class="signed-line"') == 2


@pytest.mark.parametrize("slugs", ["", "a", "ab", "abcd", "abcde"])
def test_it_takes_six_queries_at_most_and_sets_no_cookie(
    public, five, slugs, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        answer = public.get(COMPARE, {"t": list(slugs)})
    assert not answer.cookies
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_conditions_are_those_with_a_live_page(public, five):
    page = ask(public, "a", "b")
    assert '<a href="/conditions/melanoma/">Melanoma</a>' in page
    assert "Hidden illness" not in page
    assert "Its page names none." in page


def test_a_source_is_a_link_to_the_page_that_lists_it(five):
    said = '<p>So.<sup class="citation"><a href="#source-1" id="cite-1-1">1</a></sup></p>'
    page = TherapyPage("therapytype", "a", "A", "", "", {}, sections=[Section("x", "X", said)])
    html = Column(five[0].live_edition(), page, [], "").says("x")
    assert html == said.replace("#source-1", "/therapies/a/#source-1").replace(' id="cite-1-1"', "")


def test_ids_in_it_are_unique(public, five):
    ids = re.findall(r'\sid="([^"]*)"', ask(public, "a", "b", "c", "d"))
    assert len(ids) == len(set(ids))


def test_a_therapy_can_be_taken_away_while_two_are_left(public, five):
    assert 'href="?t=a&amp;t=c">Remove' in ask(public, "a", "b", "c")
    assert "Remove" not in ask(public, "a", "b")


def test_text_that_was_not_signed_shows_no_badge(public, five, monkeypatch):
    monkeypatch.setattr("editorial.proof.digest_of", lambda content: "0" * 64)
    page = ask(public, "a", "b")
    assert page.count("could not be verified") == 2
    assert "Ravi Sample" not in page


# --- The choice -----------------------------------------------------------------------------------


def test_nothing_chosen_offers_all_that_is_published(public, five):
    page = ask(public)
    assert re.findall(r'name="t" value="(\w+)"', page) == list("abcde")
    assert "<table" not in page
    assert "About your choice" not in page
    assert "noindex" not in page


@pytest.mark.parametrize(
    ("slugs", "shown", "said"),
    [
        ("a", "", "Choose at least one more"),
        ("x", "", "One of the therapies asked for is not published here"),
        ("xy", "", "2 of the therapies asked for are not published here"),
        ("abx", "ab", "One of the therapies asked for is not published here"),
        ("aab", "ab", "A therapy that was chosen twice stands here once."),
        ("aa", "", "Choose at least one more"),
        ("abcde", "abcd", "Four at most can stand side by side. Left out: Therapy E."),
    ],
)
def test_a_choice_that_cannot_be_shown_is_explained(public, five, slugs, shown, said):
    page = ask(public, *slugs)
    assert columns(page) == list(shown)
    assert said in page
    assert '<meta name="robots" content="noindex, follow">' in page


def test_a_draft_a_withdrawn_page_and_a_slip_of_the_pen_look_the_same(public, five, wen, edda):
    cast.therapy(wen, title="Draft", slug="draft")
    acts.withdraw(five[4], by=edda, reason="Wrong.")
    pages = {ask(public, "a", "b", slug) for slug in ("draft", "e", "nothing")}
    assert len(pages) == 1
    assert "Draft" not in pages.pop()


def test_live_pages_beside_hidden_ones_hold_no_canary(public, wen, ravi, edda):
    hidden = HiddenSite(wen, ravi, edda)
    therapies = Edition.objects.filter(kind="therapytype")
    live = list(therapies.live().values_list("slug", flat=True))
    others = [each.slug for each in hidden.documents] + list(
        therapies.values_list("slug", flat=True)
    )
    for start in range(0, len(live), 3):
        page = ask(public, *live[start : start + 3], live[0], *others)
        asked = hidden.canaries.found_in(" ".join(others))
        assert not set(hidden.canaries.found_in(page)) - set(asked)
        assert "<table" in page
    for slug in set(others) - set(live):
        assert slug not in ask(public, live[0], live[1], slug)


def test_no_query_string_breaks_it(public, five):
    for count, value in itertools.product((1, 3), HOSTILE):
        answer = public.get(f"{COMPARE}?" + "&".join([f"t={value}"] * count) + "&t=a&t=b")
        assert answer.status_code == 200, value
        assert "<script>alert" not in answer.content.decode()
    assert public.get(f"{COMPARE}?" + "&t=x" * 900).status_code == 200


def test_a_therapy_named_like_a_method_breaks_nothing(public, wen, ravi, five):
    cast.publish(cast.therapy(wen, slug="items"), wen, ravi)
    assert columns(ask(public, "items", "a")) == ["items", "a"]


def test_the_overview_lets_readers_choose(public, five):
    page = public.get("/therapies/").content.decode()
    assert f'method="get" action="{COMPARE}"' in page
    assert re.findall(r'name="t" value="(\w+)"', page) == list("abcde")


def test_a_therapys_page_leads_to_the_comparison(public, five):
    assert f'href="{COMPARE}?t=a"' in public.get("/therapies/a/").content.decode()
