"""Whatever stands in a draft: no rule raises, and none takes long."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.catalogue import TEXT_RULES
from findings.hype import FIRST
from findings.text import Block, Draft, Part, blocks_of
from glossary.matcher import Matcher, Term

TERMS = Matcher([Term(slug="x", name="T cell", meaning="A cell.", abbreviations=("TC",))])
PIECES = [
    "1 in ", "<p>", "</p>", "<h2>", "</h2>", "<li>", "<td>", '<a href="/x/', '">', "</a>", "<img ",
    "[@", "]", "; @", "risk", " by ", "half", "common ", "side effects ", "are ", "% ", "of ",
    "ABC ", "(", ")", "contact your doctor ", ".", " ", "!?", "…", "e.g. ", "et al. ", "Dr. ",
    "\x00", "&#", "&amp;", "'", "’", "İ", "ß", "\u202e", "9" * 30, "a" * 50, "<sup>", "</sup>",
    "studies ", "have ",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=60).map("".join)


def draft(html):
    parts = (
        Part("title", "Title", "at-title", (Block("h1", html),)),
        Part("body", "Body", "at-body", blocks_of(html), html),
        Part("risks", "List of risks", "risks-group", (Block("frequency", html),)),
    )
    return Draft(parts, years={"x": 2020}, hype=FIRST, terms=TERMS)


def found(html):
    text = draft(html)
    return [each for rule in TEXT_RULES for each in rule.findings(text)]


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_no_rule_raises_on_any_text(html):
    for each in found(html):
        assert len(each.key) == 64
        assert each.message


HOSTILE = [
    "a", " ", ".", ". ", "1 in ", "(", "[@", "[@a;", "]", "<", "<a ", '<a href="', '"', "&", "A",
    "AB ", "risk ", "risk a ", "9", "9,", "1 in 1 ", "common ", "contact your ", "treatment, ",
    "it ' ", "0.", "from 1 ", "half ", "a's ", "'", "İ", "e.g.", "\u0301", "<p>", "<li>",
    "<h2>x</h2>", "studies of ", "-", "x-", "1-", "MG®", "breakthrough ", "a.b.", "@", "\n",
    "Contact your doctor. ", "A.", "<p>x", "</p>", "[@a] ", "It helps. ", "side effects ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_thirty_kilobytes_of_awkward_characters_are_read_to_the_end(piece):
    """Where the time is the square of the length, whoever runs this notices."""
    found(piece * (30_000 // len(piece)))
