"""Highlights: where the words of a query stand in a text, marked for the reader."""

import re
from functools import lru_cache
from unicodedata import normalize

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from immunosite.search.query import Phrase, Query
from immunosite.search.text import fold

# In characters: how long the passage is, how much of a text is looked at, and how much of the
# passage stands before the first word found.
LENGTH = 240
LOOKED_AT = 40_000
BEFORE = 60

# What English adds to a word. Coarser than the engines' stems; it only decides what is marked.
ENDING = re.compile(r"(?<=\w{3})(?:ies|es|ed|ing|s|y|e)$")


def snippet(summary: str, body: str, query: Query) -> SafeString:
    """The summary where it holds what was looked for, else the passage that holds most of it."""
    pattern = _pattern(tuple(query.phrases))
    summary, body = normalize("NFC", summary), normalize("NFC", body[:LOOKED_AT])
    places = [found.span() for found in pattern.finditer(fold(summary))]
    if not places and (found := [each.span() for each in pattern.finditer(fold(body))]):
        return _passage(body, found)
    return _marked(summary or body[:LENGTH], places)


def _passage(body: str, places: list[tuple[int, int]]) -> SafeString:
    """From the word that has most different ones after it, at whole words."""

    def worth(first: int) -> int:
        near = [(i, j) for i, j in places[first : first + 20] if j < places[first][0] + LENGTH]
        return len({body[i:j].lower() for i, j in near})

    best = places[max(range(min(len(places), 200)), key=lambda first: (worth(first), -first))][0]
    start = body.rfind(" ", 0, max(0, best - BEFORE)) + 1
    end = body.find(" ", start + LENGTH)
    end = len(body) if end < 0 else end
    inside = [(i - start, j - start) for i, j in places if start <= i and j <= end]
    return mark_safe(  # noqa: S308
        ("… " if start else "")
        + _marked(body[start:end], inside)
        + (" …" if end < len(body) else "")
    )


def _marked(text: str, places: list[tuple[int, int]]) -> SafeString:
    shown, at = "", 0
    for start, end in places:
        shown += f"{escape(text[at:start])}<mark>{escape(text[start:end])}</mark>"
        at = end
    return mark_safe(shown + escape(text[at:]))  # noqa: S308


@lru_cache(maxsize=256)
def _pattern(phrases: tuple[Phrase, ...]) -> re.Pattern[str]:
    longest_first = sorted({_phrase(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest_first)})(?![^\W_])")


def _phrase(phrase: Phrase) -> str:
    *before, last = phrase.words
    goes_on = r"[^\W_]*"
    parts = [*map(_word, before), re.escape(last) + goes_on if phrase.prefix else _word(last)]
    return r"[\W_]{1,3}".join(parts)


def _word(word: str) -> str:
    """The word in its usual forms; a number or a short form as it is, or in the plural."""
    stem = ENDING.sub("", word)
    return re.escape(stem) + ("(?:ies|es|ed|ing|s|y|e)?" if word.isalpha() else "s?")
