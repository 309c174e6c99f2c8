"""The address that a title proposes, by whichever door it comes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from editorial.text.slugs import LONGEST, slug_of
from glossary.alphabet import letter_of
from tests.admin_forms import errors, opened

ADD = "/admin/articles/article/add/"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("IFN-α", "ifn-alpha"),
        ("IFN-β", "ifn-beta"),
        ("IFN-γ", "ifn-gamma"),
        ("TNFα", "tnf-alpha"),
        ("β2-microglobulin", "beta-2-microglobulin"),
        ("CD4+", "cd4-plus"),
        ("CD4−", "cd4-minus"),
        ("CD4- T cells", "cd4-minus-t-cells"),
        ("CD8⁺ T cells", "cd8-plus-t-cells"),
        ("≥3 lines", "at-least-3-lines"),
        ("<3 lines", "under-3-lines"),
        (">3 lines", "over-3-lines"),
        ("Grade 3+: what to do", "grade-3-plus-what-to-do"),
        ("PD-L1 and IL-2", "pd-l1-and-il-2"),
        ("Crohn’s disease", "crohns-disease"),
        ("Łódź, Ærø & Straße", "lodz-aero-and-strasse"),
        ("Η λευχαιμία", "eta-levchaimia".replace("levch", "leych")),
        ("Лейкемия", "leikemiya"),
        ("ﬁbrosis\u00ad and ½ dose", "fibrosis-and-1-2-dose"),
        ("anti–PD‑L1", "anti-pd-l1"),
        ("Follow-up", "follow-up"),
        ("  — …", ""),
        ("抗体", ""),
    ],
)
def test_titles_that_differ_to_a_reader_have_addresses_that_differ(title, slug):
    assert slug_of(title) == slug


@given(st.text())
def test_an_address_is_small_letters_figures_and_single_hyphens(title):
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug_of(title))


@given(st.text())
def test_an_address_proposes_itself(title):
    assert slug_of(slug_of(title)) == slug_of(title)


def test_a_long_title_ends_at_a_word():
    assert slug_of("immunotherapy " * 20) == "-".join(["immunotherapy"] * 7)
    assert slug_of("x" * 300) == "x" * LONGEST


@pytest.mark.parametrize(("title", "slug"), [("IFN-α", "ifn-alpha"), ("CD4−", "cd4-minus")])
def test_an_address_left_empty_in_the_admin_is_the_one_an_import_makes(client, wen, title, slug):
    client.force_login(wen)
    form = opened(client, ADD) | {"title": [title], "slug": [""]}
    assert client.post(ADD, form).status_code == 302
    assert Article.objects.get().slug == slug


def test_a_title_that_makes_no_address_asks_for_one(client, wen):
    client.force_login(wen)
    response = client.post(ADD, opened(client, ADD) | {"title": ["抗体"], "slug": [""]})
    assert "No address can be made from this title" in str(errors(response))
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("initial", "letter"),
    [("É", "E"), ("Ł", "L"), ("β", "B"), ("ﬁ", "F"), ("½", "0-9"), ("抗", "0-9")],
)
def test_a_term_stands_under_the_letter_that_people_type_for_it(initial, letter):
    assert letter_of(initial) == letter
