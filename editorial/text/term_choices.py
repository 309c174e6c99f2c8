"""What a writer decides about a link to the glossary at one place of a text: one line for each.

    stop [ALL] tablets               no link at these words
    where [cells] divide = t-cell    a link to the entry at this address

The words between the brackets are those of the link; the words beside them say which place is
meant. A line holds wherever these words stand in a row; without brackets it is all words of the
link.
"""

import re
from typing import NamedTuple

from editorial.text.fold import fold
from editorial.text.slugs import slug_of

LINE = re.compile(r"([^\[\]=]*)\[([^\[\]=]+)\]([^\[\]=]*)(=[^=]*)?")
BARE = re.compile(r"()([^\[\]=]+)()(=[^=]*)?")
ADDRESS = re.compile(r"[-\w]{1,120}", re.ASCII)
HOW = (
    "Write the words as they stand in the text, those of the link in square brackets, "
    "for example: stop [ALL] tablets. To choose a term, add = and its address."
)


class TermChoice(NamedTuple):
    """Words before, of and after the link; `slug` in small letters, empty for no link."""

    before: str
    words: str
    after: str
    slug: str

    @property
    def passage(self) -> str:
        return " ".join(f"{self.before} {self.words} {self.after}".split())


def read_choice(line: str) -> TermChoice:
    """Raises ValueError, which says how to write it."""
    found = LINE.fullmatch(line.strip()) or BARE.fullmatch(line.strip())
    if not found or not fold(found[2]):
        raise ValueError(f"“{line.strip()}” cannot be read. {HOW}")
    before, words, after, term = found.groups()
    slug = _slug_of(term[1:].strip()) if term else ""
    if term and not slug:
        raise ValueError(f"“{line.strip()}” names no term after =. {HOW}")
    return TermChoice(before, words, after, slug)


def _slug_of(term: str) -> str:
    """An address as it is; of a name, the address that it would have."""
    return term.lower() if ADDRESS.fullmatch(term) else slug_of(term)


def written_choice(before: str, words: str, after: str, slug: str) -> str:
    """The line for a place; brackets and signs of its own count for nothing."""
    parts = [re.sub(r"[\[\]=]", " ", part) for part in (before, words, after)]
    line = " ".join(f"{parts[0]} [{parts[1].strip()}] {parts[2]}".split())
    return f"{line} = {slug}" if slug else line
