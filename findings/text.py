"""A draft as the rules read it: its parts, their blocks and sentences. Plain data; no query."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import NamedTuple

from editorial.text.plain_text import LOWERED, RAISED
from findings.sentences import Sentence, sentences_of
from glossary.matcher import Matcher

# Linear on any text: an attribute that holds `>` would only add words.
TAG = re.compile(r"(<[^<>]*>)")
NAME = re.compile(r"</?([a-z][a-z0-9]*)")
BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "blockquote", "br"})
AROUND = frozenset({"ul", "ol", "table", "tbody", "tr", "caption", "figure", "figcaption"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
SCRIPTS = {"sup": RAISED, "sub": LOWERED}


@dataclass(frozen=True)
class Block:
    """A paragraph (`p`), heading (`h2`), list item (`li`), cell (`td`, `th`) or line of a field."""

    kind: str
    text: str

    @cached_property
    def sentences(self) -> list[Sentence]:
        return sentences_of(self.text)

    @cached_property
    def lower(self) -> str:
        return self.text.lower().replace("’", "'")

    @property
    def level(self) -> int:
        """Of a heading; 0 for what is none."""
        return HEADINGS.get(self.kind, 0)


@dataclass(frozen=True)
class Part:
    """One field of the form. `html` is empty for plain fields; `at` is the place in the form."""

    name: str
    label: str
    at: str
    blocks: tuple[Block, ...]
    html: str = ""

    @cached_property
    def sentences(self) -> list[tuple[Block, Sentence]]:
        return [(block, each) for block in self.blocks for each in block.sentences]


class Links(NamedTuple):
    """Addresses, as they stand in the text: those that lead nowhere, each with the reason, and
    those of pages that are not public yet."""

    dead: Mapping[str, str]
    early: frozenset[str]


NO_LINKS = Links({}, frozenset())


@dataclass(frozen=True)
class Draft:
    """`years` are those of the sources by their keys (0: not known); `defined` the abbreviations
    that the glossary explains; `hype` the words of the editors' list with what excuses each;
    `links` what is wrong with those to pages of this site."""

    parts: tuple[Part, ...]
    years: Mapping[str, int] = field(default_factory=dict)
    defined: frozenset[str] = frozenset()
    hype: tuple[tuple[str, str], ...] = ()
    links: Links = NO_LINKS
    terms: Matcher | None = None  # of the glossary
    sectioned: bool = False  # each rich field stands under an h2 of its own

    @cached_property
    def prose(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.name != "title")

    @cached_property
    def sentences(self) -> list[tuple[Part, Block, Sentence]]:
        """Of all but the title and headings."""
        return [
            (part, block, each)
            for part in self.prose
            for block, each in part.sentences
            if not block.level
        ]


def blocks_of(html: str) -> tuple[Block, ...]:
    return tuple(_blocks(html))


def _blocks(html: str) -> Iterator[Block]:
    within = ["p"]
    words: list[str] = []
    script = ""
    for number, piece in enumerate(TAG.split(html)):
        if not number % 2:
            text = unescape(piece)
            words.append(_scripted(text, script))
            continue
        name = named[1] if (named := NAME.match(piece)) else ""
        closes = piece.startswith("</")
        if name in SCRIPTS:
            script = "" if closes else name
        if name in BLOCKS or name in AROUND:
            if text := " ".join("".join(words).split()):
                yield Block(_kind(within), text)
            words = []
            if name != "br":
                _walk(within, name, closes)
    if text := " ".join("".join(words).split()):
        yield Block(_kind(within), text)


def _scripted(text: str, script: str) -> str:
    table = SCRIPTS.get(script)
    if table is None or not all(ord(char) in table for char in text):
        return text
    return text.translate(table)


def _walk(within: list[str], name: str, closes: bool) -> None:
    if not closes:
        within.append(name)
    elif name in within[-40:]:  # what is nested deeper is no text for patients
        while len(within) > 1 and within.pop() != name:
            pass


def _kind(within: list[str]) -> str:
    """The innermost that is more than a paragraph: the one of an item is the item."""
    for name in reversed(within[-6:]):
        if name in ("td", "th", "li", "blockquote") or name in HEADINGS:
            return name
    return "p"
