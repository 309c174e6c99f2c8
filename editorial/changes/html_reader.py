"""Markup: the rich text of a snapshot, taken apart into blocks.

Nothing that HTML can say is passed over in silence: what has no words in `schema` is told by its
own name.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from typing import NamedTuple

from editorial.changes import element_names
from editorial.changes.blocks import HEADING, Block, sources_of
from editorial.changes.element_names import Attributes, Facts
from editorial.changes.tokens import BREAK, NO_MARKS, WHITE, Token, Tokens, aside, tokens_of

GAP = re.compile(f"[{WHITE}]+")
# What follows a block and is none of it: the ends of what it stands in, and the parts of a table.
TAILS = {
    *(f"</{tag}>" for tag in element_names.BLOCKS),
    *(f"<{tag}>" for tag in element_names.PARTS),
}
DEEPEST = 30  # no page nests so deep; hostile text nests thousands


class TooDeep(Exception):
    pass


# The parser itself gives up on some markup that no cleaner lets through.
UNREADABLE = (TooDeep, AssertionError)


class _Opened(NamedTuple):
    kind: str
    place: tuple[str, ...]
    facts: Facts


class _Inline(NamedTuple):
    tag: str
    marks: frozenset[str]  # its own and those around it
    label: str  # what stands after it, in brackets


def blocks_of_html(html: str, sources: Mapping[str, str] | None = None) -> list[Block]:
    """The blocks of clean HTML, in their order. `sources`: the key of each source by its number,
    because a citation is the source it leads to. Link addresses stand beside the words, because a
    changed address matters as much as a changed word."""
    try:
        return _read(html, sources, in_row=False).blocks
    except UNREADABLE:
        return sources_of(html)


def tokens_of_html(html: str, sources: Mapping[str, str] | None = None) -> Tokens:
    """Rich text as one block: where a paragraph or list begins is told among the words."""
    try:
        blocks = _read(html, sources, in_row=True).blocks
    except UNREADABLE:
        return tokens_of(html)
    return tuple(token for block in blocks for token in block.tokens)


def _read(html: str, sources: Mapping[str, str] | None, in_row: bool) -> "_Reader":
    reader = _Reader(html, sources or {}, row_at=-1 if in_row else None)
    reader.feed(html)
    reader.close()
    reader.end_block()
    reader.cut_sources()
    return reader


class _Line(HTMLParser):
    """What stands inside a line: words, marks, links, citations."""

    def __init__(self, html: str, sources: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self._lines = [0, *(end.end() for end in re.finditer("\n", html))]
        self.begins: int | None = None  # where the block begins that is being read
        self.tokens: list[Token] = []
        self.cell = NO_MARKS
        self._sources = sources
        self._inline: list[_Inline] = []
        self._cited: list[tuple[str, str]] | None = None  # the numbers and where they lead

    @property
    def position(self) -> int:
        """Of what is being read, in characters."""
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def begin(self) -> None:
        if self.begins is None:
            self.begins = self.position

    def handle_data(self, data: str) -> None:
        if data.strip(WHITE):
            self.begin()
        if self._cited is not None:
            self._cited.append((data, self._inline[-1].label))
            return
        words = GAP.sub(" ", data)
        if words.startswith(" "):
            self.add_gap()
        self.tokens += tokens_of(words.lstrip(" "), self.marks)

    def handle_comment(self, data: str) -> None:
        self.tell(f"comment: {data}")

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    @property
    def marks(self) -> frozenset[str]:
        return self.cell | (self._inline[-1].marks if self._inline else NO_MARKS)

    def add_gap(self) -> None:
        if self.tokens and self.tokens[-1].text != "\n":
            self.tokens[-1] = self.tokens[-1]._replace(gap=" ")

    def tell(self, words: str) -> None:
        if words:
            self.begin()
            self.tokens.append(aside(f" ({words})" if self.tokens else f"({words})", self.cell))

    def start_inline(self, tag: str, attrs: Attributes) -> None:
        self.begin()
        if tag == "br":
            self.tokens.append(Token("\n", "", frozenset({BREAK})))
        elif tag in element_names.VOID:
            self.tell(element_names.inline_words(tag, attrs) or tag)
        elif len(self._inline) >= DEEPEST:
            raise TooDeep
        else:
            if (tag, attrs) == ("sup", [("class", "citation")]):
                self._cited = []
            label = element_names.inline_words(tag, attrs)
            self._inline.append(
                _Inline(tag, self.marks | element_names.inline_marks(tag, attrs), label)
            )

    def end_inline(self, tag: str) -> None:
        if not self._inline or self._inline[-1].tag != tag:
            return
        ended = self._inline.pop()
        if self._cited is None:
            self.tell(ended.label)
        elif tag == "sup":
            self.tokens.append(self._citation(self._cited))
            self._cited = None

    def _citation(self, cited: list[tuple[str, str]]) -> Token:
        """By its sources where they are known: then a new number alone makes it no other."""
        shown = f" [{''.join(number for number, _ in cited)}]"
        numbers = [(number, address) for number, address in cited if number != ","]
        known = all(
            number in self._sources and address == f"#source-{number}"
            for number, address in numbers
        )
        names = (self._sources.get(number, address) for number, address in numbers)
        marks = frozenset(f"a citation of {name}" for name in names)
        return Token(shown, "", self.marks | marks, " [citation]" if known and numbers else "")


class _Reader(_Line):
    """The blocks. In a table row everything is one block, and what begins there is told."""

    def __init__(self, html: str, sources: Mapping[str, str], row_at: int | None) -> None:
        super().__init__(html, sources)
        self.blocks: list[Block] = []
        self._begun: list[int] = []  # where each of them begins
        self._row_at = row_at  # how deep the open row stands
        self._open: list[str] = []
        self._opened: _Opened | None = None  # the block that the next words belong to
        self._cell_start = 0
        self._cell_words = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in element_names.CELLS:
            self._start_cell(tag, attrs)
        elif tag not in element_names.BLOCKS:
            self.start_inline(tag, attrs)
        elif self._row_at is not None:
            self._start_in_row(tag, attrs)
        else:
            self._start_block(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in element_names.CELLS:
            self._end_cell()
        elif tag not in element_names.BLOCKS:
            self.end_inline(tag)
        elif tag in self._open:
            self._leave(tag)

    def _start_block(self, tag: str, attrs: Attributes) -> None:
        facts = element_names.facts_of(attrs)
        opened, begun = self._opened, bool(self.tokens)
        if tag == "p" and opened and opened.kind == "List item" and not begun:
            self._opened = opened._replace(facts=opened.facts + facts)
        else:
            self.end_block()
            self.begin()
            level = (("level", tag[1]),) if element_names.BLOCKS[tag] == HEADING else ()
            self._opened = _Opened(element_names.BLOCKS[tag], self._place(), level + facts)
            if tag in element_names.PARTS and not facts:
                self._opened = None  # its rows say where they stand
        if tag in element_names.FRAMES or tag in element_names.VOID or tag in element_names.PARTS:
            self.end_block()
        self._row_at = len(self._open) if tag == "tr" else None
        self._enter(tag)

    def _start_in_row(self, tag: str, attrs: Attributes) -> None:
        words = ", ".join(
            [
                element_names.BLOCKS[tag].lower(),
                *(" ".join(f) for f in element_names.facts_of(attrs)),
            ]
        )
        if tag != "p" or attrs or len(self.tokens) > self._cell_start:
            self.tell(words)
            self.add_gap()
        self._enter(tag)

    def _enter(self, tag: str) -> None:
        if tag in element_names.VOID:
            return
        if len(self._open) >= DEEPEST:
            raise TooDeep
        self._open.append(tag)

    def _leave(self, tag: str) -> None:
        if self._row_at is None:
            self.end_block()
        while self._open.pop() != tag:
            pass
        if self._row_at is not None:
            if len(self._open) <= self._row_at:
                self.end_block()
                self._row_at = None
            elif tag in element_names.FRAMES:
                self.tell(f"end of {element_names.FRAMES[tag].lower()}")
            self.add_gap()

    def end_block(self) -> None:
        if self.tokens:
            self.tokens[-1] = self.tokens[-1]._replace(gap="")
        if self._opened or self.tokens:
            opened = self._opened or _Opened("Paragraph", self._place(), ())
            block = Block(opened.kind, tuple(self.tokens), opened.place, opened.facts)
            self.blocks.append(block)
            self._begun.append(self.position if self.begins is None else self.begins)
        self._opened, self.tokens, self._cell_start, self.begins = None, [], 0, None

    def cut_sources(self) -> None:
        """Give each block its markup: from where it begins to where the next one does."""
        ends = [*self._begun[1:], len(self.html)]
        cuts = (slice(*both) for both in zip(self._begun, ends, strict=False))
        self.blocks = [
            replace(block, source=_without_tail(self.html[cut]))
            for block, cut in zip(self.blocks, cuts, strict=True)
        ]

    def _place(self) -> tuple[str, ...]:
        return tuple(element_names.AROUND[tag] for tag in self._open if tag in element_names.AROUND)

    def _start_cell(self, tag: str, attrs: Attributes) -> None:
        if self.tokens:
            self.add_gap()
            self.tokens.append(aside("|", gap=" "))
        self.cell = frozenset({"in a header cell"}) if tag == "th" else NO_MARKS
        self._cell_start, self._cell_words = len(self.tokens), element_names.cell_words(attrs)

    def _end_cell(self) -> None:
        if len(self.tokens) == self._cell_start:
            self.tokens.append(aside("(empty)", self.cell))
        self.tell(self._cell_words)
        self.cell, self._cell_words = NO_MARKS, ""


def _without_tail(html: str) -> str:
    while (last := html.rstrip(WHITE).rfind("<")) >= 0 and html[last:].rstrip(WHITE) in TAILS:
        html = html[:last]
    return html
