"""Tokens: a text in the pieces that are compared, each with all that a reader sees of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from editorial.text.unseen import name_of, split_unseen

# What a browser takes for a gap between words; a no-break space is a character like any other.
WHITE = " \t\n\r\f"
# A word (also “follow-up”, “10,000”, “<0.5”, “−5”) or another character, as often as it is
# repeated, and the space after it.
SIGNED = r"(?:(?<!\w)[<>≤≥≈~±+−-]?=?\.?(?=\d))?"
WORD = r"\w[\w\u0300-\u036f]*"
TOKEN = re.compile(
    rf"({SIGNED}{WORD}(?:[-’'.,]{WORD})*|([^\w{WHITE}])\2*)([{WHITE}]*)|([{WHITE}]+)"
)

NO_MARKS: frozenset[str] = frozenset()
# Marks that are shown by a tag of their own; every mark is told in words as well where it changed.
TAGS = {
    "bold": "strong",
    "in a header cell": "strong",
    "italic": "em",
    "raised": "sup",
    "lowered": "sub",
    "underlined": "u",
    "struck through": "s",
    "part of a link": "u",
}
ASIDE = "told beside the text"  # words of this page, not of the text: an address, a cell's span
BREAK = "a break"  # it stands for <br>


class Token(NamedTuple):
    """`gap` is the white space after it. Where `identity` is given, it stands for the text: a
    citation is the source it leads to, whatever its number."""

    text: str
    gap: str = ""
    marks: frozenset[str] = NO_MARKS
    identity: str = ""

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        return self.identity or self.text, self.marks


Tokens = tuple[Token, ...]


@dataclass(frozen=True)
class Piece:
    """Text of one look. `unseen` is the name of what has no look of its own."""

    text: str
    tags: tuple[str, ...] = ()
    unseen: bool = False
    aside: bool = False
    line_break: bool = False

    @property
    def ends(self) -> tuple[str, ...]:
        return self.tags[::-1]


def tokens_of(text: str, marks: frozenset[str] = NO_MARKS) -> Tokens:
    """Together, the tokens are the text to the last character."""
    return tuple(Token(word, gap or white, marks) for word, _, gap, white in TOKEN.findall(text))


def text_of(tokens: Sequence[Token]) -> str:
    return "".join(token.text + token.gap for token in tokens)


def aside(text: str, marks: frozenset[str] = NO_MARKS, gap: str = "") -> Token:
    return Token(text, gap, marks | {ASIDE})


def pieces_of(tokens: Sequence[Token], name_spaces: bool = False) -> list[Piece]:
    """For the page. `name_spaces`: these tokens changed, and may be nothing but white space."""
    if name_spaces and not any(token.text for token in tokens):
        return [Piece(_spaces(text_of(tokens)), unseen=True)]
    return [
        piece
        for marks, group in groupby(tokens, key=lambda token: token.marks)
        for piece in _pieces(text_of(list(group)), marks)
    ]


def _pieces(text: str, marks: frozenset[str]) -> list[Piece]:
    if BREAK in marks:
        return [Piece("line break", unseen=True, line_break=True)]
    tags = tuple(dict.fromkeys(tag for mark, tag in TAGS.items() if mark in marks))
    return [
        Piece(name_of(part), unseen=True) if unseen else Piece(part, tags, aside=ASIDE in marks)
        for part, unseen in split_unseen(text)
    ]


def _spaces(white: str) -> str:
    """“no-break space”, “3 × space”."""
    runs = [(name_of(each), len(list(group))) for each, group in groupby(white)]
    return ", ".join(f"{count} × {name}" if count > 1 else name for name, count in runs)
