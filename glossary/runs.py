"""The runs of text in rendered HTML: what a reader reads in one go, whatever its markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

# Splits HTML into text, tag, text, tag, …, text.
TAG = re.compile(r"""(<!--.*?-->|</?[a-zA-Z](?:[^<>"']++|"[^"]*+"|'[^']*')*+>)""", re.DOTALL)
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

Spot = tuple[int, int]  # the number of a piece, and a place in it (characters)


@dataclass(frozen=True)
class Run:
    """Text without a block's end in it: the numbers of its pieces, and the character before it."""

    places: list[int]
    before: str

    def span(self, start: int, end: int, pieces: list[str]) -> tuple[Spot, Spot] | None:
        """Where a link from `start` to `end` begins and ends, if no element is cut in two by it."""
        if len(self.places) == 1:
            return (self.places[0], start), (self.places[0], end)
        for first in self._spots(start, pieces, back=True):
            for last in self._spots(end, pieces, back=False):
                if _is_balanced(pieces[first[0] + 1 : last[0] : 2]):
                    return first, last
        return None

    def next_letter(self, pieces: list[str]) -> str:
        """The character that follows the run within its last word, if only inline tags part
        them."""
        place = self.places[-1]
        for tag, text in zip(pieces[place + 1 :: 2], pieces[place + 2 :: 2], strict=True):
            if not read_tag(tag).is_inline:
                break
            if text:
                return text[0]
        return ""

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
        depth += -1 if read_tag(tag).closes else 1
        if depth < 0:
            return False
    return not depth


def runs_of(pieces: list[str], within: frozenset[str] | None) -> Iterator[Run]:
    """With `within`, only those inside elements of one of these classes."""
    reader = _Reader(within)
    places: list[int] = []
    before = ""
    for place in range(0, len(pieces), 2):
        tag = read_tag(pieces[place - 1]) if place else None
        if tag:
            reader.cross(tag)
        # A loose `<` may be a broken tag; what cannot be read is left alone.
        is_read = reader.is_open and "<" not in pieces[place]
        if places and not (is_read and tag and tag.is_inline):
            yield Run(places, before)
            places = []
        if is_read:
            before = before if places else reader.before
            places.append(place)
        reader.before = pieces[place][-1:] or reader.before
    if places:
        yield Run(places, before)


class Tag(NamedTuple):
    name: str
    closes: bool
    bars: bool
    is_inline: bool
    classes: frozenset[str]


@lru_cache(maxsize=4096)  # a page says most of its tags again and again
def read_tag(tag: str) -> Tag:
    match, classes = TAG_NAME.match(tag), CLASSES.search(tag)
    closes, name = (bool(match[1]), match[2].lower()) if match else (False, "")
    words = frozenset(classes[1].split()) if classes else frozenset()
    is_inline = name in INLINE or (name in SCRIPTS and not words)
    return Tag(name, closes, name in NEVER, is_inline, words)


class _Reader:
    """Where in the page we stand: may a link be here, and what was read just before?"""

    def __init__(self, within: frozenset[str] | None) -> None:
        self.within = within
        self.region = _Element()
        self.barred = _Element()
        self.before = ""
        self.is_open = within is None

    def cross(self, seen: Tag) -> None:
        if not seen.is_inline:
            self.before = ""
        if self.barred.name or seen.bars:
            self.barred.cross(seen, begins=seen.bars)
        if self.within and (self.region.name or seen.classes):
            self.region.cross(seen, begins=not self.within.isdisjoint(seen.classes))
        self.is_open = not self.barred.name and (self.within is None or bool(self.region.name))


class _Element:
    """Whether we are inside an element; its like within it are counted."""

    def __init__(self) -> None:
        self.name = ""
        self.depth = 0

    def cross(self, tag: Tag, *, begins: bool) -> None:
        if self.name:
            if tag.name == self.name:
                self.depth += -1 if tag.closes else 1
            if not self.depth:
                self.name = ""
        elif begins and not tag.closes:
            self.name, self.depth = tag.name, 1
