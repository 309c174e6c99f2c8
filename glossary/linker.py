"""Links the first use of each glossary term in a page, while the page is rendered.

The signed text stays as it is: all that is added is `<a …>` before a term and `</a>` after it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
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
        for run in _runs(pieces, within):
            self._link_run(run, pieces)
        return "".join(pieces)

    def _link_run(self, run: "_Run", pieces: list[str]) -> None:
        """The words are read as one text, whatever its markup; links go round the markup."""
        parts = WORD.split("".join(pieces[place] for place in run.places))
        ends: list[int] = []
        marks = []
        for found in self.matcher.find(parts):
            if not (found.term and self._is_new(found.term)):
                continue
            ends = ends or list(accumulate(map(len, parts)))
            start, end = ends[2 * found.first], ends[2 * found.last + 1] + len(found.tail)
            if (span := run.span(start, end, pieces)) and _is_whole(found, parts, run, pieces):
                marks.append((span, found.term))
                self.linked[found.term.slug] = found.term
        for (first, last), term in reversed(marks):
            _insert(pieces, last, "</a>")
            _insert(pieces, first, _opening(term.slug))

    def _is_new(self, term: Term) -> bool:
        return term.slug != self.own and term.slug not in self.linked


Spot = tuple[int, int]  # the number of a piece, and a place in it (characters)


@dataclass(frozen=True)
class _Run:
    """Text without a block's end in it: the numbers of its pieces, and the character before it."""

    places: list[int]
    before: str

    def span(self, start: int, end: int, pieces: list[str]) -> tuple[Spot, Spot] | None:
        """Where a link from `start` to `end` begins and ends, if no element is cut in two by it."""
        for first in self._spots(start, pieces, back=True):
            for last in self._spots(end, pieces, back=False):
                if _is_balanced(pieces[first[0] + 1 : last[0] : 2]):
                    return first, last
        return None

    def _spots(self, offset: int, pieces: list[str], *, back: bool) -> list[Spot]:
        """The spots at this place of the run, on either side of tags that stand there: of a
        beginning the innermost first, of an end likewise."""
        spots = []
        for place in self.places:
            if 0 <= offset <= len(pieces[place]):
                spots.append((place, offset))
            offset -= len(pieces[place])
        return spots[::-1] if back else spots


def _is_balanced(tags: list[str]) -> bool:
    depth = 0
    for tag in tags:
        depth += -1 if _read_tag(tag).closes else 1
        if depth < 0:
            return False
    return not depth


def _runs(pieces: list[str], within: frozenset[str] | None) -> Iterator[_Run]:
    spot = _Spot(within)
    places: list[int] = []
    before = ""
    for place in range(0, len(pieces), 2):
        tag = _read_tag(pieces[place - 1]) if place else None
        if tag:
            spot.cross(tag)
        # A loose `<` may be a broken tag; what cannot be read is left alone.
        is_read = spot.is_open and "<" not in pieces[place]
        if places and not (is_read and tag and tag.is_inline):
            yield _Run(places, before)
            places = []
        if is_read:
            before = before if places else spot.before
            places.append(place)
        spot.read(pieces[place])
    if places:
        yield _Run(places, before)


def _insert(pieces: list[str], spot: Spot, text: str) -> None:
    place, offset = spot
    pieces[place] = pieces[place][:offset] + text + pieces[place][offset:]


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

    def cross(self, seen: "_Tag") -> None:
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


def _is_whole(found: Found, parts: list[str], run: _Run, pieces: list[str]) -> bool:
    """Whether the first and the last word end with the run, where what follows is not read."""
    begins = found.first == 0 and not parts[0]
    if begins and run.before and (WORDLIKE.match(run.before) or run.before in HYPHENS):
        return False
    ends = 2 * found.last + 3 == len(parts) and parts[-1] == found.tail
    return not (ends and WORDLIKE.match(_next_letter(pieces, run.places[-1])))


def _next_letter(pieces: list[str], place: int) -> str:
    """The character that follows this text within the same word, if only inline tags part them."""
    for tag, text in zip(pieces[place + 1 :: 2], pieces[place + 2 :: 2], strict=True):
        if not _read_tag(tag).is_inline:
            break
        if text:
            return text[0]
    return ""


@lru_cache(maxsize=8192)
def _opening(slug: str) -> str:
    address = reverse("glossaryentry", args=[slug])
    return format_html('<a class="term" href="{}" data-term="{}">', address, slug)
