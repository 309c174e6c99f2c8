"""Blocks: a text in the paragraphs, headings, list items and table rows that are compared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from editorial.changes.tokens import ASIDE, Tokens, text_of, tokens_of
from editorial.text.unseen import named

HEADING = "Heading"
SOURCE = "Source of the text"
FRAME_KINDS = {
    "Bulleted list",
    "Numbered list",
    "Quotation",
    "Table",
    "Section",
    "Figure",
    "List of terms",
}


@dataclass(frozen=True)
class Block:
    """`kind` and `place` (what it stands in, from the outside in) are words for a reader; `facts`
    are its own settings by name: where a list's numbering begins. `unseen` holds facts that follow
    from the rest of the page and make no block another: the number of a source. `source` is the
    markup that it was read from, without the ends of what it stands in; empty for plain text."""

    kind: str
    tokens: Tokens = ()
    place: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    unseen: tuple[tuple[str, str], ...] = ()
    source: str = field(default="", compare=False, repr=False)

    @cached_property
    def text(self) -> str:
        return text_of(self.tokens)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """Blocks of one key read the same; only numbers that follow from the rest may differ."""
        words: tuple[object, ...] = self.tokens
        if any(token.identity for token in self.tokens):
            words = tuple((*token.key, token.gap) for token in self.tokens)
        return self.kind, words, self.place, self.facts

    @property
    def title(self) -> str:
        """“Numbered list (numbering begins at 4)”."""
        facts = ", ".join(" ".join(filter(None, fact)) for fact in self.facts)
        return named(f"{self.kind} ({facts})" if facts else self.kind)

    @property
    def is_frame(self) -> bool:
        """A list, table or quotation begins here; the words stand in the blocks that follow."""
        return not self.tokens and self.kind in FRAME_KINDS


def lines_of(text: str, kind: str = "Line") -> Iterator[Block]:
    """Plain text, line by line; an empty line between two others is a line too."""
    if text:
        yield from (Block(kind, tokens_of(line)) for line in text.split("\n"))


def sources_of(html: str) -> list[Block]:
    """HTML as it is written, for what is nested too deep to be taken apart."""
    pieces = html.replace("<", "\n<").strip("\n").split("\n")
    return [Block(SOURCE, tokens_of(each, frozenset({ASIDE})), source=each) for each in pieces]
