"""Whatever the words: the linker changes nothing but links, and links only what is a term."""

from html import escape
from html.parser import HTMLParser

import nh3
from hypothesis import example, given
from hypothesis import strategies as st

from glossary.linker import PageLinker
from glossary.matcher import Matcher
from glossary.runs import NEVER
from tests.glossary._linker import term, unlinked

WORDS = [
    "T",
    "cell",
    "CAR",
    "antibody",
    "drug",
    "Crohn’s",
    "&",
    "<",
    '"',
    "(x)",
    "a.b",
    "é",
    "İ",
    "ß",
]


GAPS = [" ", "-", "–", "’", "'", "", ".", " (", ")", "\u00a0", "\n"]


TEXT = st.lists(st.sampled_from(WORDS + GAPS) | st.text(max_size=3), max_size=30).map("".join)


TAGS = ["p", "b", "em", "a", "h2", "h3", "blockquote", "sup", "ul", "li", "table", "td", "th"]


HTML = st.recursive(
    TEXT.map(escape),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


FORM = st.lists(st.sampled_from(WORDS + GAPS), min_size=1, max_size=6).map("".join) | st.text()


TERMS = st.lists(FORM, max_size=8).map(
    lambda forms: [term(form, forms[-1], short="CAR", slug=f"t{n}") for n, form in enumerate(forms)]
)


@given(HTML | st.text(), TERMS)
@example('<a title="T cell', [term("T cell"), term("title"), term("a")])
@example("<p>T&nbsp;cell &amp; CAR</p>", [term("nbsp"), term("amp"), term("& CAR", "R&D")])
def test_without_the_links_the_html_is_what_it_was(html, terms):
    assert unlinked(PageLinker(Matcher(terms)).link(html)) == html


@given(HTML, TERMS)
def test_each_term_has_one_link_at_most_and_never_in_the_wrong_place(html, terms):
    linker = PageLinker(Matcher(terms))
    places = Places()
    places.feed(linker.link(nh3.clean(html)))
    assert sorted(places.linked) == sorted(linker.linked)
    assert len(set(places.linked)) == len(places.linked)
    assert not places.wrong


class Places(HTMLParser):
    """Reads where glossary links stand."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.linked: list[str] = []
        self.wrong: list[list[str]] = []

    def handle_starttag(self, tag, attrs):
        if slug := dict(attrs).get("data-term"):
            self.linked.append(slug)
            if not NEVER.isdisjoint(self.open):
                self.wrong.append([*self.open])
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass
