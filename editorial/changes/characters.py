"""Characters that a reader cannot see, or cannot tell from others: here they have names."""

import re
import unicodedata
from collections.abc import Iterator

NAMES = {"\t": "tab", "\n": "line break", "\r": "carriage return", "\ufeff": "byte-order mark"}
# Letters, marks and signs that print as nothing: fillers, blanks and variation selectors.
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b-\u180f\ufe00-\ufe0f"
    "\U000e0100-\U000e01ef]"
)
# Of ASCII, what is taken for each other.
ALIKE_IN_ASCII = [set("0Oo"), set("1lI|")]
MOST_NAMED = 4


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


def lookalikes(old: str, new: str) -> str:
    """What to say of a change that the eye may miss; nothing where it is plain to see."""
    if len(old) == len(new):
        pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
        if 0 < len(pairs) <= MOST_NAMED and all(_is_hard_to_see(a, b) for a, b in pairs):
            named_pairs = (f"“{a}” ({name_of(a)}) is now “{b}” ({name_of(b)})" for a, b in pairs)
            return f"Characters that look alike: {', '.join(dict.fromkeys(named_pairs))}."
    elif unicodedata.normalize("NFKC", old) == unicodedata.normalize("NFKC", new):
        return f"Characters that look alike: {_listed(old, new)} before, {_listed(new, old)} now."
    return ""


def _is_hard_to_see(a: str, b: str) -> bool:
    if is_unseen(a) or is_unseen(b):
        return False  # these are named where they stand
    return not (a + b).isascii() or any({a, b} <= alike for alike in ALIKE_IN_ASCII)


def _listed(text: str, other: str) -> str:
    names = dict.fromkeys(name_of(each) for each in text if each not in other)
    return ", ".join(list(names)[:MOST_NAMED]) or "none of these"
