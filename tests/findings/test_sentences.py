"""Where a sentence ends in medical text."""

import pytest

from findings.sentences import sentences_of

ONE = [
    "Dr. Sample saw Mrs. Example at 9 a.m. on Monday.",
    "Take 2.5 mg (e.g. in the morning, i.e. before food).",
    "Hodi et al. reported it in vol. 3, pp. 711-723.",
    "Hodi et al. [@hodi-2010] reported it.",
    "See fig. 2 and no. 5 of the U.S. list.",
    "Blood tests vs. scans: approx. 3 in 100 people.",
    "The gene that J. Sample found is called PDCD1.",
    "1. Wash your hands",
    "It helps 40 in 100 people.[@hodi-2010; @le-2015]",
    "Is it approved by the E.U. and the U.K. in 2026?",
]
SEVERAL = [
    ["Take vitamin D.", "It helps the bones."],
    ["It helps.[@hodi-2010]", "It may harm."],
    ["It helps. [@hodi-2010]", "It may harm."],
    ["It helps [@hodi-2010; @le-2015].", "It may harm."],
    ["Call 01632 960000.", "Do not wait!", "Why?", "Because it may get worse."],
    ["The dose is 3 mg.", "2 hours later you may eat."],
    ["It is given with mRNA.", "mRNA vaccines are new."],
    ["“Is it safe?”", "Many people ask this."],
    ["Rest, drink, sleep etc.", "The fever will fall."],
    ["So found Hodi et al.", "The trial had two arms."],
    ["The answer is no.", "Ask again in a year."],
]


@pytest.mark.parametrize("text", ONE)
def test_abbreviations_numbers_and_citations_end_no_sentence(text):
    assert [each.text for each in sentences_of(text)] == [text.replace("; @", ";@")]


@pytest.mark.parametrize("sentences", SEVERAL)
def test_sentences_end_where_a_reader_ends_them(sentences):
    found = [each.text for each in sentences_of(" ".join(sentences))]
    assert found == [each.replace("; @", ";@") for each in sentences]


def test_words_are_counted_without_markers():
    (sentence,) = sentences_of("Anti-PD-1 helps 40 in 1,000 people.[@hodi-2010]")
    assert sentence.count == 6
    assert sentence.words == "Anti-PD-1 helps 40 in 1,000 people."
    assert sentence.is_cited
