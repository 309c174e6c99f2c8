"""Characters that a reader cannot see: here they have names, for use in sentences."""

import re
import unicodedata
from collections.abc import Iterator

NAMES = {"\t": "tab", "\n": "line break", "\r": "carriage return", "\ufeff": "byte-order mark"}
# Letters, marks and signs that print as nothing: fillers, blanks and variation selectors.
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b-\u180f\ufe00-\ufe0f"
    "\U000e0100-\U000e01ef]"
)


def name_of(character: str) -> str:
    """The Unicode name in small letters: “no-break space”, “right-to-left override”."""
    known = NAMES.get(character) or unicodedata.name(character, "").lower()
    return known or f"control character U+{ord(character):04X}"


def is_unseen(character: str) -> bool:
    return not character.isprintable() or bool(BLANK.match(character))


def split_unseen(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces that can be seen, and one by one the characters that cannot."""
    if text.isprintable() and not BLANK.search(text):
        yield text, False
        return
    start = 0
    for place, character in enumerate(text):
        if is_unseen(character):
            if start < place:
                yield text[start:place], False
            yield character, True
            start = place + 1
    if start < len(text):
        yield text[start:], False


def named(text: str) -> str:
    """The text with names in place of what cannot be seen, for use within a sentence."""
    return "".join(f"[{name_of(part)}]" if unseen else part for part, unseen in split_unseen(text))
