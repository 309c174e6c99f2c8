"""Marks for writer and reviewer: characters of a text that are kept unseen, and letters that only
look Latin (“nоt” with a Cyrillic о reads as a word, and no search or reader with a screen reader
finds it).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.text import capfirst

from editorial.text.characters import END_OF_ISOLATE, ISOLATES, JOINERS
from editorial.text.unseen import name_of, named

NBSP = "\u00a0"
SPACES = {NBSP, "\u2007", "\u202f"}  # no line is broken at them
UNSEEN = {chr(code) for code in JOINERS} | {*ISOLATES, END_OF_ISOLATE} | SPACES
# By the shapes of common typefaces. Greek α, β, γ, κ and others stand in names of medicines and
# genes beside Latin letters and look like themselves, so they are not among these.
CYRILLIC = ("АВЕЅІЈКМНОРСТУХаеоѕіјрсухһԁԛԝЗӀ", "ABESIJKMHOPCTYXaeosijpcyxhdqw3l")
GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ", "ABEZHIKMNOPTYXovp")
OTHERS = ("ՕՏՍօոսհ" + "ᎠᎡᎢᎪᎳᎷᎻᎬᏀᏃᏢᏞᏔ" + "ⲞⲢⲤⲟⲣⲥ", "OSUonuh" + "DRTAWMHEGZPLW" + "OPCopc")
ALIKE = {
    ord(other): latin
    for others, latins in (CYRILLIC, GREEK, OTHERS)
    for other, latin in zip(others, latins, strict=True)
}
WORD = re.compile(r"[^\W_]+")
# What stands between tags; nothing is marked in what is no text.
BETWEEN_TAGS = re.compile(
    r"""(<!--.*?-->|<(script|style|svg)\b.*?</\2>|</?[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>)""",
    re.DOTALL | re.IGNORECASE,
)


def _looks_latin(char: str) -> bool:
    """Whether it is another script's, or a letter or digit of a typeface (𝐧, ｎ, Ⅳ)."""
    if char.isascii() or ord(char) in ALIKE:
        return not char.isascii()
    plain = unicodedata.normalize("NFKC", char)
    return unicodedata.category(char) in ("Lu", "Ll", "Nl", "Nd") and plain.isascii()


def as_latin(text: str) -> str:
    """With the Latin letter in the place of each that only looks so: to find a text again, never to
    show it."""
    return text if text.isascii() else text.translate(ALIKE)


def is_latin(text: str) -> bool:
    """Whether it is chiefly in Latin letters."""
    return 2 * sum(map(_is_latin, text)) > sum(map(str.isalpha, text))


def _is_latin(char: str) -> bool:
    return char.isalpha() and (char.isascii() or name_of(char).startswith("latin"))


def _may_hold_lookalikes(text: str) -> bool:
    """Most texts hold none, and are looked through once for each of their characters."""
    return not text.isascii() and any(map(_looks_latin, set(text)))


def lookalikes(text: str, *, among_latin: bool) -> Iterator[re.Match[str]]:
    """Its words with letters that only look Latin: mixed with Latin ones, or of nothing else in a
    text that is Latin."""
    if not _may_hold_lookalikes(text):
        return
    for word in WORD.finditer(text):
        alike = [char for char in word[0] if _looks_latin(char)]
        is_greek_letter = len(word[0]) == 1 and word[0] in GREEK[0]
        is_whole = len(alike) == len(word[0]) and among_latin and not is_greek_letter
        if alike and (is_whole or any(map(_is_latin, word[0]))):
            yield word


@dataclass(frozen=True)
class Marked:
    """`html` with marks; `legend` says in sentences what they stand for, empty without any."""

    html: str
    legend: tuple[str, ...]


def marked(html: str) -> Marked:
    """Rendered HTML with a mark at each unseen character and each letter that only looks Latin."""
    parts = BETWEEN_TAGS.split(html.replace("&nbsp;", NBSP))
    texts = parts[::3]  # between them the tags, and the names of elements that are left alone
    whole = " ".join(texts)
    if whole.isascii():
        return Marked(html, ())
    among_latin = is_latin(whole)
    parts[::3] = [_marked_text(text, among_latin) for text in texts]
    del parts[2::3]
    unseen = Counter(char for char in whole if char in UNSEEN)
    return Marked("".join(parts), (*_counted(unseen), *said_of_lookalikes(whole)))


def _counted(unseen: Counter[str]) -> Iterator[str]:
    for char, count in unseen.most_common():
        yield f"{capfirst(name_of(char))}: {count} {'times' if count > 1 else 'time'}."


def _marked_text(text: str, among_latin: bool) -> str:
    if text.isascii():
        return text
    alike = {
        word.start() + place
        for word in lookalikes(text, among_latin=among_latin)
        for place, char in enumerate(word[0])
        if _looks_latin(char)
    }
    return "".join(
        _mark(char, "lookalike" if place in alike else "unseen")
        if place in alike or char in UNSEEN
        else char
        for place, char in enumerate(text)
    )


def _mark(char: str, sort: str) -> str:
    """A no-break space is read out as any other; the rest are named to who does not see them."""
    name = escape(name_of(char))
    spoken = "" if char in SPACES else f'<span class="visually-hidden"> [{name}] </span>'
    return f'<mark class="{sort}" title="{name}">{char}</mark>{spoken}'


def said_of_lookalikes(text: str) -> list[str]:
    """“nоt” has letters that only look Latin: о (cyrillic small letter o)."""
    if not _may_hold_lookalikes(text):
        return []
    words = dict.fromkeys(word[0] for word in lookalikes(text, among_latin=is_latin(text)))
    return [f"“{word}” has letters that only look Latin: {_named(word)}." for word in words]


def _named(word: str) -> str:
    letters = dict.fromkeys(char for char in word if _looks_latin(char))
    return ", ".join(f"{char} ({name_of(char)})" for char in letters)


def said_of_unseen(text: str) -> list[str]:
    """“anti[soft hyphen]bodies” holds what cannot be seen; of no-break spaces nothing is said."""
    if text.isascii() or not (UNSEEN - SPACES).intersection(text):
        return []
    words = [word for word in text.split(" ") if (UNSEEN - SPACES).intersection(word)]
    shown = map(named, words)
    return [f"“{word}” holds a character that cannot be seen." for word in dict.fromkeys(shown)]
