"""Links the first use of each glossary term in a page, while the page is rendered.

The signed text stays as it is: all that is added is `<a …>` before a term and `</a>` after it.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html

from glossary.matcher import HYPHENS, WORD, WORDLIKE, Found, Matcher, Term

# Splits HTML into text, tag, text, tag, …, text.
TAG = re.compile(r"""(<!--.*?-->|</?[a-zA-Z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>)""", re.DOTALL)
TAG_NAME = re.compile(r"<(/?)([^\s/>]+)")
CLASSES = re.compile(r'\sclass="([^"]*)"')

# Where a reader must find the words alone: other links, headings, quotations, code, controls.
NEVER = frozenset(
    {"a", "abbr", "button", "cite", "dfn", "label", "q", "sub", "sup", "time"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "dt", "figcaption", "th", "title"}
    | {"blockquote", "code", "form", "kbd", "math", "nav", "pre", "svg"}
    | {"noscript", "object", "script", "style", "template", "textarea"}
)
# Tags that do not end a word: immuno<em>therapy</em> is one.
INLINE = frozenset({"a", "b", "em", "i", "mark", "s", "small", "span", "strong", "u", "wbr"})
# CO<sub>2</sub> is one word too; the number of a source, which has a class, is none of its word.
SCRIPTS = frozenset({"sub", "sup"})
# The parts of a page that are signed text; not its signature, sources or lists of other pages.
SIGNED_TEXT = frozenset({"lead", "answer", "key-points", "prose"})


class PageLinker:
    """One for each page rendered: it remembers what the page has linked already."""

    def __init__(self, matcher: Matcher, own: str = "") -> None:
        """`own` is the slug of the term whose own page this is."""
        self.matcher = matcher
        self.own = own
        self.linked: dict[str, Term] = {}

    def link(self, html: str, within: frozenset[str] | None = None) -> str:
        """The HTML with links; with `within`, only inside elements of one of these classes."""
        pieces = TAG.split(html)
        spot = _Spot(within)
        for place in range(0, len(pieces), 2):
            if place:
                spot.cross(pieces[place - 1])
            # A loose `<` may be a broken tag; what cannot be read is left alone.
            if (text := pieces[place]) and spot.is_open and "<" not in text:
                pieces[place] = self._link_text(text, spot.before, pieces, place)
            spot.read(text)
        return "".join(pieces)

    def _link_text(self, text: str, before: str, pieces: list[str], place: int) -> str:
        parts = WORD.split(text)
        for found in self.matcher.find(parts):
            if (
                found.term
                and self._is_new(found.term)
                and _is_whole(found, parts, before, pieces, place)
            ):
                _wrap(parts, found, found.term)
                self.linked[found.term.slug] = found.term
        return "".join(parts)

    def _is_new(self, term: Term) -> bool:
        return term.slug != self.own and term.slug not in self.linked


class _Tag(NamedTuple):
    name: str
    closes: bool
    bars: bool
    is_inline: bool
    classes: frozenset[str]


@lru_cache(maxsize=4096)  # a page says most of its tags again and again
def _read_tag(tag: str) -> _Tag:
    match, classes = TAG_NAME.match(tag), CLASSES.search(tag)
    closes, name = (bool(match[1]), match[2].lower()) if match else (False, "")
    words = frozenset(classes[1].split()) if classes else frozenset()
    is_inline = name in INLINE or (name in SCRIPTS and not words)
    return _Tag(name, closes, name in NEVER, is_inline, words)


class _Spot:
    """Where in the page the linker stands: may it link here, and what was read just before?"""

    def __init__(self, within: frozenset[str] | None) -> None:
        self.within = within
        self.region = _Element()
        self.barred = _Element()
        self.before = ""

    @property
    def is_open(self) -> bool:
        return not self.barred.name and (self.within is None or bool(self.region.name))

    def cross(self, tag: str) -> None:
        seen = _read_tag(tag)
        if not seen.is_inline:
            self.before = ""
        self.barred.cross(seen, begins=seen.bars)
        if self.within:
            self.region.cross(seen, begins=not self.within.isdisjoint(seen.classes))

    def read(self, text: str) -> None:
        self.before = text[-1:] or self.before


class _Element:
    """Whether the spot is inside an element; its like within it are counted."""

    def __init__(self) -> None:
        self.name = ""
        self.depth = 0

    def cross(self, tag: "_Tag", *, begins: bool) -> None:
        if self.name:
            if tag.name == self.name:
                self.depth += -1 if tag.closes else 1
            if not self.depth:
                self.name = ""
        elif begins and not tag.closes:
            self.name, self.depth = tag.name, 1


def _is_whole(found: Found, parts: list[str], before: str, pieces: list[str], place: int) -> bool:
    """Whether no tag stands in the middle of the first or last word."""
    begins_text = found.first == 0 and not parts[0]
    if begins_text and before and (WORDLIKE.match(before) or before in HYPHENS):
        return False
    ends_text = 2 * found.last + 3 == len(parts) and parts[-1] == found.tail
    return not (ends_text and WORDLIKE.match(_next_letter(pieces, place)))


def _next_letter(pieces: list[str], place: int) -> str:
    """The character that follows this text within the same word, if only inline tags part them."""
    for tag, text in zip(pieces[place + 1 :: 2], pieces[place + 2 :: 2], strict=True):
        if not _read_tag(tag).is_inline:
            break
        if text:
            return text[0]
    return ""


def _wrap(parts: list[str], found: Found, term: Term) -> None:
    first, after = 2 * found.first + 1, 2 * found.last + 2
    parts[first] = _opening(term.slug) + parts[first]
    parts[after] = found.tail + "</a>" + parts[after][len(found.tail) :]


@lru_cache(maxsize=8192)
def _opening(slug: str) -> str:
    address = reverse("glossaryentry", args=[slug])
    return format_html('<a class="term" href="{}" data-term="{}">', address, slug)
