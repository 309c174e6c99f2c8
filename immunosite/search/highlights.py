"""Highlights: where the words of a query stand in a text, marked for the reader.

Only what is marked is decided here, and more coarsely than what is found: letter by letter, so that
each place is a place in the text that is shown.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from editorial.text.fold import GREEK_NAMES
from immunosite.search.query import Phrase, Query

# In characters: how long the passage is, how much of a text is looked at, and how much of the
# passage stands before the first word found.
LENGTH = 240
LOOKED_AT = 40_000
BEFORE = 60

# What English adds to a word. Coarser than the engines' stems; it only decides what is marked.
ENDING = re.compile(r"(?<=\w{3})(?:ies|es|ed|ing|s|y|e)$")


# Soft hyphens and what has no width; others hardly ever stand in a text.
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
LETTERS = {name: letter for letter, name in GREEK_NAMES.items()}


class _Plain(dict[int, str]):
    """Each character's small letter without accents, one for one, so that places are kept."""

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFKD", chr(code))[0].lower()[0]
        return self[code]


_PLAIN = _Plain()


def snippet(summary: str, body: Callable[[], str], query: Query) -> SafeString:
    """The summary where it holds what was looked for, else the passage that holds most of it."""
    pattern = _pattern(tuple(query.phrases))
    shown = _shown(summary)
    if places := _places(pattern, shown):
        return _marked(shown, places)
    text = _shown(body()[:LOOKED_AT])
    if places := _places(pattern, text):
        return _passage(text, places)
    return _marked(shown or text[:LENGTH], [])


def _shown(text: str) -> str:
    """As it reads: letters in one piece, and nothing between them that cannot be seen."""
    for char in UNSEEN:
        text = text.replace(char, "")
    return unicodedata.normalize("NFC", text)


def _places(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [found.span() for found in pattern.finditer(text.translate(_PLAIN))]


def _passage(body: str, places: list[tuple[int, int]]) -> SafeString:
    """From the word that has most different ones after it, at whole words."""

    def worth(first: int) -> int:
        end = places[first][0] + LENGTH
        shown = [(i, j) for i, j in places[first : first + 20] if j < end]
        return len({body[i:j].lower() for i, j in shown})

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
    return re.compile("|".join(longest_first))


def _phrase(phrase: Phrase) -> str:
    *before, last = phrase.words
    goes_on = r"[^\W_]*"
    parts = [*map(_word, before), re.escape(last) + goes_on if phrase.prefix else _word(last)]
    # Hyphens and spaces, or nothing: “IL-2”, “IL 2” and “IL2” are one.
    run = r"[\W_]{0,3}".join(parts)
    # Scripts without spaces have no ends of words.
    begins = r"(?<![^\W_])" if phrase.words[0].isascii() else ""
    return begins + run + (r"(?![^\W_])" if last.isascii() else "")


def _word(word: str) -> str:
    """The word in its usual forms; a number or a short form as it is, or in the plural."""
    if word in LETTERS:
        return f"(?:{word}|{LETTERS[word]})"
    stem = ENDING.sub("", word)
    return re.escape(stem) + ("(?:ies|es|ed|ing|s|y|e)?" if word.isalpha() else "s?")
