"""Text as search sees it: folded words, and the plain text of an edition."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from editorial.models import Edition
from editorial.outline import plain as words_of

WORD = re.compile(r"[^\W_]+")
# What is looked at of one page. PostgreSQL holds no more than 1 MB of index for one row.
MAX_BODY = 200_000

NAMES = ("synonyms", "abbreviations")
# Parts of a page's content that are not its text: codes, choices, sources.
NOT_TEXT = {*NAMES, "sources", "genre", "mechanism", "routes", "anchor", "pronunciation",
            "ncit_code", "mesh_code", "diagram"}  # fmt: skip
CITATION = re.compile(r'<sup class="citation">.*?</sup>', re.DOTALL)


class _Plain(dict[int, str]):
    """Each character's small letter without marks, one for one, so that places are kept."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()
        self[code] = base[0]
        return self[code]


_PLAIN = _Plain()


def fold(text: str) -> str:
    """Without capitals and diacritics; as long as the text is in NFC."""
    return unicodedata.normalize("NFC", text).translate(_PLAIN)


def words(text: str) -> list[str]:
    return WORD.findall(fold(text))


def key(text: str) -> str:
    """What two spellings of one name share: “PD-1” and “pd 1”."""
    return " ".join(words(text))


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
    content = edition.content["content"]
    body = " ".join(plain(text) for text in _strings(content))
    names = [name for part in NAMES for name in content.get(part, [])]
    return Parts(edition.title, names, edition.summary, body[:MAX_BODY])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in NOT_TEXT:
                yield from _strings(item)


def plain(text: str) -> str:
    """Rich text (it begins with a tag) without its tags and citation numbers; else as it is."""
    if text.startswith("<"):
        return words_of(CITATION.sub("", text))
    return " ".join(text.split())
