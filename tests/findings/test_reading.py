"""Syllables, and the reading level that is made of them."""

import pytest

from findings.reading import reading_of
from findings.syllables import by_rule, exceptions, syllables
from findings.text import Draft, Part, blocks_of
from glossary.matcher import Matcher, Term

# Counted by ear, before the rule was tried on them.
WORDS = """
1 the a heart blood cells dose skin change weeks months through used caused pain nurse drugs helps
1 asked tests scans drips names sleep breathe bruise cough
2 doctor treatment cancer body tired fever immune system protein virus vaccine sometimes people
2 patient tissue muscle swollen coughing needle breathing lesion tumour tumor
3 allergic infusion antigen injection melanin hospital medicine syndrome specialist insulin
3 following dangerous idea diagnose radiate ovary inhibit infection vaccinate reaction
4 immunity antibody melanoma pneumonia recovery information medication biology dermatitis operation
4 remedial variation
5 immunology university examination pembrolizumab ipilimumab vocabulary
6 autoimmunity responsibility
""".strip().splitlines()
COUNTED = [(word, int(line.split()[0])) for line in WORDS for word in line.split()[1:]]


def test_syllables_are_counted_as_a_reader_hears_them():
    wrong = {word: syllables(word) for word, count in COUNTED if syllables(word) != count}
    assert len(wrong) <= len(COUNTED) * 0.04, wrong


def test_the_table_holds_only_what_the_rule_gets_wrong():
    table = exceptions()
    assert len(table) > 5000
    assert [word for word, count in table.items() if by_rule(word) == count] == []


@pytest.mark.parametrize("word", ["Area", "AREA", "area's", "areas"])
def test_capitals_plurals_and_possessives_count_as_their_word(word):
    assert syllables(word) == 3


def draft(html, terms=()):
    part = Part("body", "Body", "at-body", blocks_of(html), html)
    return Draft((part,), terms=Matcher(terms))


def test_the_formulas_are_those_of_the_papers():
    reading = reading_of(draft("<p>The doctor sees your medicine. You may ask.</p>" * 15))
    assert (reading.sentences, reading.words, reading.syllables) == (30, 120, 165)
    assert reading.grade == pytest.approx(0.39 * 4 + 11.8 * 165 / 120 - 15.59)
    assert reading.smog == pytest.approx(3.1291 + 1.043 * 15**0.5)


def test_smog_is_not_given_for_fewer_than_thirty_sentences():
    assert reading_of(draft("<p>It is so.</p>" * 29)).smog is None
    assert reading_of(draft("<p>It is so.</p>" * 30)).smog is not None
    assert "SMOG" not in str(reading_of(draft("<p>It is so.</p>" * 29)))


def test_headings_and_numbers_are_no_sentences_and_no_words():
    reading = reading_of(draft("<h2>Immunological considerations</h2><p>Take 5 to 10 mg.</p>"))
    assert (reading.sentences, reading.words) == (1, 3)


def test_terms_of_the_glossary_are_left_out_where_that_is_asked():
    term = Term(slug="x", name="immune checkpoint inhibitor", meaning="A drug.")
    text = draft("<p>An immune checkpoint inhibitor is a drug.</p>", [term])
    assert reading_of(text).words == 7
    assert reading_of(text, without_terms=True).words == 4


def test_no_words_at_all_have_no_level():
    assert reading_of(draft("")).grade == 0
