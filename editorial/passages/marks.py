"""Marks at the passages of a text where it is shown. The text itself stays as it was signed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from editorial.passages.derive import Passage

# Digits of the name. Random ones do not compress, and each page carries them; a proof has them all.
ANCHOR = 10
# What a page has beside its text: its address, what its history says, and names of other pages.
ELSEWHERE = ("slug", "change_note", "glossary_links", "facet/")
EMPTY_CELL = r"<(t[hd])\b[^>]*>(?:\s|<p>|</p>|<br>|&nbsp;)*</\1>"
# In a row the mark stands in the first cell that has words: one without is announced to nobody.
ROW = re.compile(rf"<tr\b[^>]*>(?:\s*{EMPTY_CELL})*\s*<t[hd]\b[^>]*>(?:\s*<p\b[^>]*>)?")
BLOCK = re.compile(r"<(?:p|h[1-6]|blockquote|pre|dt|dd|figcaption|li\b[^>]*>\s*<p|li)\b[^>]*>")


def anchors_of(text: Sequence[Passage]) -> list[str]:
    """Of each, its id in a page: `p-` and the start of its name. Two that read alike have one name;
    the second gets a number."""
    met: Counter[str] = Counter()
    anchors = []
    for passage in text:
        anchor = f"p-{passage.name[:ANCHOR]}"
        met[anchor] += 1
        anchors.append(f"{anchor}-{met[anchor]}" if met[anchor] > 1 else anchor)
    return anchors


def is_on_page(passage: Passage) -> bool:
    """Whether the text of the page shows it, with its mark."""
    return bool(passage.text) and not passage.part.startswith(ELSEWHERE)


class Marks:
    """What stands at each passage of a text, found by the part of the page."""

    def __init__(self, text: Sequence[Passage], marks: Sequence[SafeString]) -> None:
        self._parts: dict[str, list[tuple[Passage, SafeString]]] = {}
        for passage, mark in zip(text, marks, strict=True):
            self._parts.setdefault(passage.part, []).append((passage, mark))

    def at(self, part: str, number: int | None = None) -> SafeString:
        """Of a field, all of them; of a list, that of one row; of a section, 0 is its heading."""
        marks = [mark for _, mark in self._parts.get(part, [])]
        return join(marks if number is None else marks[number : number + 1])

    def within(self, part: str, html: str) -> SafeString:
        """The rich text of a part, with its marks."""
        return mark_safe("".join(self._pieces(part, html)))  # noqa: S308

    def _pieces(self, part: str, html: str) -> Iterator[str]:
        done = 0
        for passage, mark in self._parts.get(part, []):
            source = passage.blocks[-1].source
            # In their order, so that of two alike each is found at its own place.
            begins = html.find(source, done) if source and passage.text else -1
            if begins >= 0 and not source.startswith("</"):
                place = _inside(html, begins)
                yield html[done:place]
                yield mark
                done = place
        yield html[done:]


def join(marks: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((mark,) for mark in marks))


def _inside(html: str, begins: int) -> int:
    """Within the element that begins there; before words that have none of their own."""
    opened = ROW.match(html, begins) or BLOCK.match(html, begins)
    return opened.end() if opened else begins
