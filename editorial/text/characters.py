"""Cleaning of text at the door: what no database, page or reader can make out is taken out.

Noise is taken out without a word. A character that changes how a text reads is named, so that a
door where a person stands can refuse it; elsewhere it is taken out too.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from django.core.exceptions import ValidationError

# What Windows calls 0x80 to 0x9f, as HTML reads it; five of them mean nothing there either.
WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
LINE_ENDS = {0x2028: "\n", 0x2029: "\n", 0x0B: "\n", 0x0C: "\n"}
REPAIRS = WINDOWS | LINE_ENDS
# Seen, though Unicode calls them format characters: Arabic and other signs around numbers.
SIGNS = {0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2,
         0x110BD, 0x110CD}  # fmt: skip
# They shape words of many languages, or say where a word may be broken.
JOINERS = {0x00AD, 0x200C, 0x200D}
DIRECTION = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
ANNOTATION = {0xFFF9, 0xFFFA, 0xFFFB}
TAGS = range(0xE0000, 0xE0080)
LOST = 0xFFFD  # what a program writes for a character that it could not read
# Letters and marks without a shape of their own, and variation selectors, which only choose a look.
SHAPELESS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810),
             *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}  # fmt: skip
# Counted as signs, and seen by nobody: Braille without a dot, a note head without a head, the
# place of a picture that did not come along.
EMPTY_SIGNS = {0x2800, 0x1D159, 0xFFFC}
AROUND = 20  # characters shown of the text beside one that is refused


class Sort(Enum):
    KEPT = ""
    NOISE = "cannot be seen"
    DIRECTION = "turns the reading direction"
    HIDDEN = "is hidden text"
    PRIVATE = "means something else on each computer"
    UNKNOWN = "is no character that this site knows"
    LOST = "stands for one that was lost on the way"

    @property
    def misleads(self) -> bool:
        return self not in (Sort.KEPT, Sort.NOISE)


@lru_cache(maxsize=4096)
def sort_of(char: str) -> Sort:  # noqa: PLR0911 - one line for each sort
    code, category = ord(char), unicodedata.category(char)
    if char in "\t\n\r" or code in JOINERS or code in SIGNS:
        return Sort.KEPT
    if code in DIRECTION:
        return Sort.DIRECTION
    if code in TAGS or code in ANNOTATION:
        return Sort.HIDDEN
    if code == LOST:
        return Sort.LOST
    if category == "Co":
        return Sort.PRIVATE
    if 0x80 <= code < 0xA0 or (category == "Cn" and not _is_no_character(code)):
        return Sort.UNKNOWN
    if category in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp") or code in SHAPELESS:
        return Sort.NOISE
    return Sort.KEPT


def _is_no_character(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code < 0xFDF0


def clean_text(value: str) -> str:
    """The text in Unicode NFC, without a character that cannot be seen. Cleaning twice is
    cleaning once. Bytes of Windows-1252 that were read as control characters are put right."""
    value = value.translate(REPAIRS)
    if drop := {ord(char): None for char in set(value) if sort_of(char) is not Sort.KEPT}:
        value = value.translate(drop)
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen: white space, joiners, accents that stand on nothing."""
    seen = (char for char in clean_text(text) if unicodedata.category(char)[0] in "LNPS")
    return all(ord(char) in EMPTY_SIGNS for char in seen)


@dataclass(frozen=True)
class Misleading:
    """A character that a reader cannot see and that changes how the text reads."""

    char: str
    sort: Sort
    before: str

    def __str__(self) -> str:
        code = f"U+{ord(self.char):04X}"
        where = f"before “{self.before}”" if self.before else "at the end of the text"
        return f"The character {code} {where} {self.sort.value}. Type the passage anew."


def misleading(text: str) -> list[Misleading]:
    """Each such character, once for each place where one or more of them stand together."""
    text = text.translate(REPAIRS)
    if not any(sort_of(char).misleads for char in set(text)):
        return []
    return list(_misleading(text))


def _misleading(text: str) -> Iterator[Misleading]:
    last = -2
    for place, char in enumerate(text):
        if (sort := sort_of(char)).misleads:
            if place != last + 1:
                after = clean_text(text[place : place + 3 * AROUND])
                yield Misleading(char, sort, " ".join(after.split())[:AROUND].strip())
            last = place


def check_seen(value: str) -> None:
    """Form validator for names, which are printed under signatures: nothing unseen in them."""
    if found := next((char for char in value if sort_of(char) is not Sort.KEPT), ""):
        raise ValidationError(
            f"The character U+{ord(found):04X} {sort_of(found).value}. Type it anew."
        )
    if value and is_blank(value):
        raise ValidationError("Nothing in this can be seen. Type it anew.")


def lines(text: str) -> list[str]:
    """The lines of a text that hold anything, each stripped."""
    return [line.strip() for line in text.splitlines() if line.strip()]
