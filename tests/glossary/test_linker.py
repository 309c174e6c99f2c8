"""Which words become links to the glossary, and that nothing else changes."""

import json
from html import escape

import pytest
from django.conf import settings

from glossary.linker import SIGNED_TEXT, PageLinker
from glossary.matcher import Matcher, Term
from glossary.runs import NEVER
from glossary.written import plural
from tests.glossary._linker import LINK, term, unlinked

GLOSSARY = [
    term("T cell"),
    term("CAR T-cell therapy", short="CAR-T"),
    term("Chimeric antigen receptor", short="CAR"),
    term("Antibody"),
    term("Antibody–drug conjugate", short="ADC"),
    term("Crohn’s disease"),
    term("Hodgkin lymphoma"),
    term("Tumour-infiltrating lymphocyte", short="TIL"),
    term("Sublingual immunotherapy", "Allergy drops", short="SLIT"),
    term("Biopsy"),
    term("Metastasis"),
    term("Del(15)(q11.2)", "C++", "R&D", "[a-z]*", "15q11"),
    term("Anti-PD-1"),
]


MATCHER = Matcher(GLOSSARY)


def linked(html: str, *terms: Term, own: str = "") -> list[str]:
    """The texts that became links."""
    matcher = Matcher(terms) if terms else MATCHER
    result = PageLinker(matcher, own).link(html)
    assert unlinked(result) == html
    return [match[2] for match in LINK.finditer(result)]


# --- What is found --------------------------------------------------------------------------------


def test_the_first_use_becomes_a_plain_link_to_the_entry():
    html = PageLinker(MATCHER).link("<p>An antibody and an antibody.</p>")
    link = '<a class="term" href="/glossary/antibody/" data-term="antibody">antibody</a>'
    assert html == f"<p>An {link} and an antibody.</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Antibody, ANTIBODY", ["Antibody"]),
        ("an antibody’s shape", ["antibody’s"]),
        ("an antibody's shape", ["antibody's"]),
        ("an antibody&#x27;s shape", ["antibody&#x27;s"]),
        ("the antibodies’ shape", ["antibodies"]),
        ("two biopsies, three metastases", ["biopsies", "metastases"]),
        ("Crohn's disease", ["Crohn's disease"]),
        ("Crohn&#x27;s disease", ["Crohn&#x27;s disease"]),
        ("Crohn disease", ["Crohn disease"]),
        ("T-cells", ["T-cells"]),
        ("T&nbsp;cell", ["T&nbsp;cell"]),
        ("T\n  cell", ["T\n  cell"]),
        ("T. Cell", []),
        ("T - cell", []),
        ("an antibody-drug conjugate", ["antibody-drug conjugate"]),
        ("an antibody–drug conjugate", ["antibody–drug conjugate"]),
        ("antibody drug conjugates", ["antibody drug conjugates"]),
        ("antibodybuilding", []),
        ("myantibody", []),
        ("an_antibody", []),
        ("antibody.example.org", []),
        ("(antibody)", ["antibody"]),
        ("“antibody”", ["antibody"]),
        ("antibody-coated", ["antibody"]),
        ("non-Hodgkin lymphoma", []),
        ("<b>non-</b>Hodgkin lymphoma", []),
        ("<b>anti</b>antibody", []),
        ("<b>antibody</b>like", []),
        ("<b>antibody</b> like", ["antibody"]),
        ('antibody<sup class="citation"><a href="#source-1">1</a></sup>', ["antibody"]),
        ("anti-PD-1 works. Anti-PD-1 works.", ["anti-PD-1"]),
    ],
)
def test_words_are_found_as_they_are_written(text, expected):
    assert linked(f"<p>{text}</p>") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a car, a slit, till a til", []),
        ("a Car. Slit. Til.", []),
        ("a CAR, SLIT, TILs", ["CAR", "SLIT", "TILs"]),
        ("CARs and ADC’s", ["CARs", "ADC’s"]),
        ("CARS", []),
        ("ALLERGY DROPS", ["ALLERGY DROPS"]),
    ],
)
def test_abbreviations_keep_their_case(text, expected):
    assert linked(f"<p>{text}</p>") == expected


def test_a_name_that_is_an_abbreviation_keeps_its_case():
    assert linked("aids, AIDS, Car", term("AIDS"), term("CAR")) == ["AIDS"]


def test_the_longest_form_is_linked():
    text = "CAR T-cell therapy, a CAR, a T cell, CAR T cells"
    assert linked(text) == ["CAR T-cell therapy", "CAR", "T cell"]


def test_the_parts_of_a_known_form_are_not_linked_instead_of_it():
    assert linked("CAR-T and CAR-T and CAR T-cell therapy") == ["CAR-T"]


def test_terms_that_overlap_are_taken_from_the_left():
    assert linked("b cell death now", term("B cell death"), term("cell death now")) == [
        "b cell death"
    ]


def test_a_term_that_begins_like_a_longer_one_is_still_found():
    long = term("immune checkpoint inhibitor therapy")
    assert linked("immune checkpoint inhibitor drugs", long, term("immune checkpoint")) == [
        "immune checkpoint"
    ]


@pytest.mark.parametrize(
    "text", ["del(15)(q11.2)", "C++", "R&amp;D", "15q11", "Del(15)(q11.2)-like"]
)
def test_marks_in_a_term_stand_for_themselves(text):
    assert linked(f"<p>{text}</p>") == [text.removesuffix("-like")]


@pytest.mark.parametrize("text", ["C", "del(15)(q11)", "R D", "abc", "15q11.2", "15q112"])
def test_marks_in_a_term_have_to_be_there(text):
    assert linked(f"<p>{text}</p>") == []


@pytest.mark.parametrize("form", ["", " ", "x", "12", "(x) ray", "-", "&", "<b>", "word " * 40])
def test_a_form_that_cannot_be_a_word_is_not_linked(form):
    assert linked(f"<p>{escape(form)} x 12 b word word word</p>", term(form, slug="x")) == []


def test_a_form_that_two_entries_claim_is_linked_to_neither():
    rivals = [term("Acute leukaemia", short="AL"), term("Amyloidosis", short="AL")]
    assert linked("AL", *rivals) == []


def test_a_name_goes_before_a_synonym_and_both_before_a_plural():
    terms = [term("Drop", slug="drop"), term("Drops", slug="drops"), term("Eye wash", "drops")]
    assert 'href="/glossary/drops/"' in PageLinker(Matcher(terms)).link("drops")
    assert 'href="/glossary/drops/"' in PageLinker(Matcher(terms[::-1])).link("drops")


@pytest.mark.parametrize(
    ("word", "many"),
    [
        ("virus", "viruses"), ("rash", "rashes"), ("cell", "cells"), ("assay", "assays"),
        ("diabetes", ""), ("arm", ""), ("il-2", ""),
    ],
)  # fmt: skip
def test_plurals_are_plain_english_or_none(word, many):
    assert plural(word, exact=False) == many


# --- A wrong meaning is worse than no link --------------------------------------------------------


WARNED = [
    term("PD-1"),
    term("PD-L1"),
    term("CTLA-4"),
    term("CAR T-cell therapy", short="CAR-T"),
    term("Cell"),
    term("T cell"),
    term("World Health Organization", short="WHO"),
    term("Acute lymphoblastic leukaemia", short="ALL", slug="all"),
    term("Acute myeloid leukaemia", short="AML"),
    term("Ankylosing spondylitis", short="AS"),
    term("Interferon beta", short="IFN-β"),
    term("Interleukin 2", short="IL-2"),
    term("Naïve T cell", slug="naive-t-cell"),
    term("Transplant"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # prefixes
        ("Anti-PD-1 drugs", ["PD-1"]),
        ("anti–PD-L1 treatment", ["PD-L1"]),
        ("ANTI-CTLA-4", ["CTLA-4"]),
        ("pre-transplant and post-transplant", ["transplant"]),
        ("non-transplant", []),
        ("non-PD-1", []),
        ("un-anti-PD-1", ["PD-1"]),
        # words in capitals
        ("NOTE: ALL WOMEN WHO ARE PREGNANT MUST CALL", []),
        ("TELL US AS SOON AS YOU SHIVER, AND STOP ALL TABLETS.", []),
        ("STOP ALL tablets", []),
        ("ASK WHO decides", []),
        ("The trial took in children with ALL.", ["ALL"]),
        ("STOP NOW. ALL is a cancer of the blood.", ["ALL"]),
        ("ALL, AML", ["ALL", "AML"]),
        ("ALL and AML", ["ALL", "AML"]),
        ("The WHO says so", ["WHO"]),
        # terms that overlap, and markup in between
        ("CAR T cells are made.", ["CAR T"]),
        ("CAR <b>T</b> cells are made.", ["CAR <b>T</b>"]),
        ("CAR T <b>cells</b> are made.", ["CAR T"]),
        ("<b>CAR</b> T cells, one cell", ["<b>CAR</b> T", "cell"]),
        ("CAR <b>T cells are</b> made, and a T cell", ["T cell"]),
        ("a T<br>cell", ["cell"]),
        ("a trans<em>plant</em>", ["trans<em>plant</em>"]),
        ("a <em>T</em>-<strong>cell</strong> count", ["<em>T</em>-<strong>cell</strong>"]),
        # spellings
        ("a naive T cell", ["naive T cell"]),
        ("a nai\u0308ve T cell", ["nai\u0308ve T cell"]),
        ("IL2 and IL-2", ["IL2"]),
        ("interferon-β", ["interferon-β"]),
        ("IFN-beta", ["IFN-beta"]),
        ("trans\u00adplants", ["trans\u00adplants"]),
    ],
)
def test_a_wrong_meaning_is_worse_than_no_link(text, expected):
    assert linked(f"<p>{text}</p>", *WARNED) == expected


def test_the_sentences_from_the_field_link_as_they_should():
    cases = settings.BASE_DIR.parent / "shared/field/b/s06-glossary.json"
    if not cases.exists():
        pytest.skip("shared data folder is absent")
    field = json.loads(cases.read_text())
    terms = [
        Term(each["slug"], each["name"], "x", abbreviations=tuple(each.get("abbreviations", ())))
        for each in field["terms"]
    ]
    for sentence in field["sentences"]:
        html = PageLinker(Matcher(terms)).link(f"<p>{sentence['text']}</p>")
        found = {slug for slug, _ in LINK.findall(html)}
        assert found == {slug for slug in sentence["links"].values() if slug}, sentence


# --- Where ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", sorted(NEVER))
def test_nothing_is_linked_inside_headings_links_quotes_and_the_like(tag):
    inside = f"<{tag} id='x'>antibody <b>antibody <{tag}>a</{tag}> antibody</b></{tag}>"
    assert linked(f"<div>{inside} antibody</div>").count("antibody") == 1
    assert linked(f"<div>{inside}</div>") == []


def test_nothing_is_linked_in_tags_and_comments():
    assert linked('<p title="antibody > antibody">x<!-- antibody <a> --> y</p>') == []


def test_broken_html_is_left_alone():
    assert linked('antibody <a title="antibody') == []


def test_a_term_is_not_linked_on_its_own_page_nor_are_its_parts():
    assert linked("CAR T-cell therapy; an antibody", own="car-t-cell-therapy") == ["antibody"]


def test_a_page_in_parts_links_a_term_once():
    linker = PageLinker(MATCHER)
    linker.link("<p>antibody</p>")
    assert linker.link("<p>antibody</p>") == "<p>antibody</p>"
    assert list(linker.linked) == ["antibody"]


def test_only_signed_text_is_linked_where_that_is_asked():
    html = (
        '<ol class="sources"><li>antibody</li></ol><div class="prose x"><div>T cell</div>CAR</div>'
    )
    result = PageLinker(MATCHER).link(html + "biopsy", within=SIGNED_TEXT)
    assert [match[2] for match in LINK.finditer(result)] == ["T cell", "CAR"]


def test_an_empty_glossary_links_nothing():
    assert PageLinker(Matcher([])).link("<p>antibody</p>") == "<p>antibody</p>"
