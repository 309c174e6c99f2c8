"""A summary from a text's first sentences, for files without one. The words are the text's own."""

from collections.abc import Iterator
from functools import lru_cache

import lxml.html
from lxml import etree

from editorial.text.plain_text import shortened, words_of
from immunosite.importing.text_to_html import SENTENCE_END

LISTS = ("ul", "ol")
LONGEST_LABEL = 60  # characters
MOST_PIECES = 20  # that are looked at: a summary is made of the first ones that say something


def first_sentences(text: str, most: int, sentences: int = 2) -> str:
    """The first sentences of a text or of its HTML that fit; if not one does, its first words.

    Questions before the answer are passed over, and so are headings and lines like “Key points”.
    A list counts only where the text begins with it, as one sentence with what introduces it.
    """
    found = _sentences(text)
    taken = ""
    for sentence in found[:sentences]:
        if len(f"{taken} {sentence}".strip()) > most:
            break
        taken = f"{taken} {sentence}".strip()
    return taken or shortened(found[0] if found else " ".join(words_of(text).split()), most)


@lru_cache(maxsize=4)  # a summary and a short answer are made of the same text
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(_read(_pieces(text)))


def _read(pieces: list[tuple[str, str]]) -> Iterator[str]:
    while len(pieces) > 1 and _is_label(*pieces[0]):
        pieces.pop(0)
    begun = False
    for place, (tag, words) in enumerate(pieces):
        if tag in LISTS:
            if not begun:
                yield words
            return
        found = [each for each in SENTENCE_END.split(words) if begun or not each.endswith("?")]
        # “Common symptoms are” stands open as “Common symptoms are:” does.
        opens = not words.endswith((".", "?", "!"))
        introduces = tag == "p" and opens and _follows_list(pieces, place)
        if introduces and found:
            last = found.pop()
            if not (begun or found):
                yield f"{last} {pieces[place + 1][1]}"
        yield from found
        if introduces:
            return
        begun = begun or bool(found)


def _is_label(tag: str, words: str) -> bool:
    """A heading, or a line such as “Key points”: short, and no sentence."""
    if tag.startswith("h"):
        return True
    is_short = len(words) <= LONGEST_LABEL and len(SENTENCE_END.split(words)) == 1
    return tag == "p" and is_short and not words.endswith((".", "?", "!", ":", "”"))


def _follows_list(pieces: list[tuple[str, str]], place: int) -> bool:
    return place + 1 < len(pieces) and pieces[place + 1][0] in LISTS


def _pieces(text: str) -> list[tuple[str, str]]:
    """The paragraphs, headings and lists of the text, each with its words; no tables."""
    if not text.startswith("<"):
        return [("p", " ".join(text.split()))]
    root = lxml.html.fragment_fromstring(text, create_parent="div")
    first = [each for each in root if each.tag != "table"][:MOST_PIECES]
    pieces = [(str(each.tag), _words(each)) for each in first]
    return [(tag, words) for tag, words in pieces if words]


def _words(element: lxml.html.HtmlElement) -> str:
    if element.tag in LISTS:
        items = [_words_of(item) for item in element.iterfind(".//li")]
        return "; ".join(item.rstrip(" .;,") for item in items if item) + "."
    return _words_of(element)


def _words_of(element: lxml.html.HtmlElement) -> str:
    """Without the lists in it, whose items speak for themselves."""
    for inner in element.xpath("./ul | ./ol"):
        inner.drop_tree()
    return words_of(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
