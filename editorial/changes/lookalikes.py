"""Characters that are taken for each other: what to say of a change that the eye may miss."""

import unicodedata

from editorial.text.unseen import is_unseen, name_of

# Of ASCII, what is taken for each other.
ALIKE_IN_ASCII = [set("0Oo"), set("1lI|")]
MOST_NAMED = 4


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
