"""Text as search sees it: folded words, and the plain text of an edition."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from editorial.models import Edition
from editorial.text.fold import fold, words
from editorial.text.plain_text import words_of

# What is looked at of one page. PostgreSQL holds no more than 1 MB of index for one row.
MAX_BODY = 200_000

NAMES = ("synonyms", "abbreviations")
# Parts of a page's content that are not its text: codes, choices, sources.
NOT_TEXT = {*NAMES, "sources", "genre", "mechanism", "routes", "anchor", "pronunciation",
            "ncit_code", "mesh_code", "diagram"}  # fmt: skip


# “T-VEC” is typed as TVEC, “CAR T” as CART, “follow-up” as followup.
COMPOUND = re.compile(
    r"\b(?=([^\W\d_]{1,15})[-\u2010-\u2015\u2212]([^\W_]{1,15})\b)|\b(?=([A-Z]{2,5}) ([A-Z])\b)"
)


def indexed(text: str) -> str:
    """What the database indexes: folded words, and compounds in one word as well.

    Nothing but ASCII, so that no tokenizer and no locale has a say: “β-…” and “抗体” are found on
    both databases, PostgreSQL in the C locale included.
    """
    joined = ("".join(filter(None, parts)) for parts in COMPOUND.findall(text))
    folded = f"{fold(text)} {fold(' '.join(dict.fromkeys(joined)))}".strip()
    return folded if folded.isascii() else " ".join(map(encoded, folded.split()))


def encoded(word: str) -> str:
    """A word in the letters that every database reads alike; beginnings stay beginnings."""
    return word if word.isascii() else "zq" + "".join(f"{ord(char):05x}" for char in word)


@dataclass(frozen=True)
class Parts:
    """The text of an edition by weight."""

    title: str
    names: list[str]
    summary: str
    body: str

    @property
    def vocabulary(self) -> set[str]:
        """Its words that spelling may propose: of letters, neither short nor endless."""
        found = words(" ".join([self.title, *self.names, self.summary, self.body]))
        return {word for word in found if 3 < len(word) <= 40 and word.isalpha()}


def parts_of(edition: Edition) -> Parts:
    """From the signed content alone, whatever the kind."""
    content = edition.snapshot["content"]
    body = " ".join(searchable(text) for text in _strings(content))
    return Parts(edition.title, other_names(edition), edition.summary, body[:MAX_BODY])


def other_names(edition: Edition) -> list[str]:
    """What the signed text says that its subject is also called."""
    content = edition.snapshot["content"]
    return [name for part in NAMES for name in _strings(content.get(part, []))]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in NOT_TEXT:
                yield from _strings(item)


def searchable(text: str) -> str:
    """Rich text (it begins with a tag) without its tags and citation numbers; else as it is."""
    if text.startswith("<"):
        return words_of(text)
    return " ".join(text.split())
