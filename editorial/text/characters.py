"""The characters of a signed text: none that a reader cannot see, but for the few that languages
need.

A door where a person stands refuses the others with their place; text that comes from elsewhere
(a paste, an import) is cleaned of them, and what misleads in it is named all the same. Those few
that are kept unseen are shown as marks to writer and reviewer (`editorial/text/marks.py`).
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
# A passage of the other reading direction, begun and ended. Kept in pairs: an open one would turn
# what follows it.
ISOLATES = "\u2066\u2067\u2068"
END_OF_ISOLATE = "\u2069"
DIRECTION = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F)}
ANNOTATION = {0xFFF9, 0xFFFA, 0xFFFB}
TAGS = range(0xE0000, 0xE0080)
LOST = 0xFFFD  # what a program writes for a character that it could not read
# Letters and marks without a shape of their own.
SHAPELESS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
# They choose the look of a character that is seen, and nothing else: every emoji has one.
SELECTORS = {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
# Counted as signs, and seen by nobody: Braille without a dot, a note head without a head, the
# place of a picture that did not come along.
EMPTY_SIGNS = {0x2800, 0x1D159, 0xFFFC}
AROUND = 20  # characters shown of the text beside one that is refused


class Sort(Enum):
    KEPT = ""
    LOOK = "only chooses a look"
    UNSEEN = "cannot be seen"
    UNPAIRED = "begins or ends a passage of another reading direction without its partner"
    DIRECTION = "turns the reading direction"
    HIDDEN = "is hidden text"
    PRIVATE = "means something else on each computer"
    UNKNOWN = "is no character that this site knows"
    LOST = "stands for one that was lost on the way"

    @property
    def is_refused(self) -> bool:
        return self not in (Sort.KEPT, Sort.LOOK)

    @property
    def misleads(self) -> bool:
        """Whether the text may read otherwise without it; what was only unseen is not missed."""
        return self not in (Sort.KEPT, Sort.LOOK, Sort.UNSEEN)


@lru_cache(maxsize=4096)
def sort_of(char: str) -> Sort:  # noqa: PLR0911 - one line for each sort
    """Of the character by itself; an isolate without its partner is found in the text."""
    code, category = ord(char), unicodedata.category(char)
    if char in "\t\n\r" or code in JOINERS or code in SIGNS or char in ISOLATES + END_OF_ISOLATE:
        return Sort.KEPT
    if code in SELECTORS:
        return Sort.LOOK
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
        return Sort.UNSEEN
    return Sort.KEPT


def _is_no_character(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code < 0xFDF0


def unpaired(text: str) -> set[int]:
    """The places of isolates whose partner is not in the same line."""
    if {*ISOLATES, END_OF_ISOLATE}.isdisjoint(text):  # nearly always
        return set()
    open_ones: list[int] = []
    found: set[int] = set()
    for place, char in enumerate(text):
        if char in ISOLATES:
            open_ones.append(place)
        elif char == END_OF_ISOLATE:
            found |= set() if open_ones else {place}
            open_ones = open_ones[:-1]
        elif char == "\n":
            found, open_ones = found | set(open_ones), []
    return found | set(open_ones)


def clean_text(value: str) -> str:
    """The text in Unicode NFC, without a character that cannot be seen. Cleaning twice is
    cleaning once. Bytes of Windows-1252 that were read as control characters are put right."""
    value = value.translate(REPAIRS).replace("\r\n", "\n").replace("\r", "\n")
    if drop := {ord(char): None for char in set(value) if sort_of(char) is not Sort.KEPT}:
        value = value.translate(drop)
    if lone := unpaired(value):
        value = "".join(char for place, char in enumerate(value) if place not in lone)
    return unicodedata.normalize("NFC", value)


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen: white space, joiners, accents that stand on nothing."""
    seen = (char for char in clean_text(text) if unicodedata.category(char)[0] in "LNPS")
    return all(ord(char) in EMPTY_SIGNS for char in seen)


@dataclass(frozen=True)
class Refused:
    """A character that a reader cannot see."""

    char: str
    sort: Sort
    before: str

    def __str__(self) -> str:
        code = f"U+{ord(self.char):04X}"
        where = f"before “{self.before}”" if self.before else "at the end of the text"
        return f"The character {code} {where} {self.sort.value}. Type the passage anew."


def refused_in(*runs: str) -> list[Refused]:
    """Each such character, once for each place where one or more of them stand together. What
    stands in one of the runs of text ends with it: a partner elsewhere is none."""
    runs = tuple(run.translate(REPAIRS) for run in runs)
    places = _places(runs)
    return list(_refused(" ".join(runs), places)) if places else []


def _places(runs: tuple[str, ...]) -> dict[int, Sort]:
    """Where in the runs, one after the other, something is refused."""
    found: dict[int, Sort] = {}
    start = 0
    for run in runs:
        sorts = {char: sort for char in set(run) if (sort := sort_of(char)).is_refused}
        if sorts:  # most texts hold none
            found |= {start + place: sorts[char] for place, char in enumerate(run) if char in sorts}
        found |= {start + place: Sort.UNPAIRED for place in unpaired(run)}
        start += len(run) + 1
    return found


def _refused(text: str, places: dict[int, Sort]) -> Iterator[Refused]:
    for place in sorted(places):
        if place - 1 not in places or places[place] is not places[place - 1]:
            after = clean_text(text[place : place + 3 * AROUND])
            yield Refused(text[place], places[place], " ".join(after.split())[:AROUND].strip())


def check_seen(value: str) -> None:
    """Form validator for names, which are printed under signatures: nothing unseen in them."""
    if found := refused_in(value):
        raise ValidationError([str(each) for each in found])
    if value and is_blank(value):
        raise ValidationError("Nothing in this can be seen. Type it anew.")


def lines(text: str) -> list[str]:
    """The lines of a text that hold anything, each stripped."""
    return [line.strip() for line in text.splitlines() if line.strip()]
