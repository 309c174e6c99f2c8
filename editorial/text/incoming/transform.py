"""The transform: parsed as a browser would, pruned, its links mended, built anew in the schema."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement as Element

from editorial.text.characters import AROUND, Refused, Sort, refused_in
from editorial.text.incoming import links
from editorial.text.incoming.blocks import written
from editorial.text.incoming.building import Builder
from editorial.text.incoming.parsing import check_size, parsed
from editorial.text.incoming.pruning import prune
from editorial.text.incoming.report import LeftOut, Report, What
from editorial.text.incoming.styles import Styles, is_reversed
from editorial.text.incoming.tree import words
from editorial.text.incoming.word_lists import marked_items, name_other_numberings
from editorial.text.schema import cleaner

# Programs that have no header cells, so that people make a first row in bold.
OFFICE = re.compile(r"docs-internal-guid|Cocoa HTML Writer|Excel\.Sheet|\bMso|SCXW|LibreOffice")


@dataclass(frozen=True)
class Incoming:
    """`html` is what the cleaner leaves as it is; `refused` are characters that were taken out of
    it. A draft is not saved with any of them; a paste or an import can do without those that
    nobody saw, and not without those that mislead."""

    html: str
    left_out: tuple[LeftOut, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def misleading(self) -> list[Refused]:
        return [each for each in self.refused if each.sort.misleads]

    @property
    def messages(self) -> list[str]:
        """One sentence for each, for a person."""
        return [f"{each}." for each in self.left_out] + [str(each) for each in self.misleading]


def reversed_passages(root: Element, sheet: Styles) -> list[Refused]:
    """Markup can do what U+202E does."""
    marked = [
        each
        for each in root.iter()
        if (each.tag == "bdo" and each.get("dir") == "rtl") or is_reversed(sheet.of(each))
    ]
    return [Refused("\u202e", Sort.DIRECTION, words(each)[:AROUND]) for each in marked]


def transform(html: str) -> Incoming:
    """HTML from anywhere in the site's schema. Raises a subclass of Unreadable."""
    if not html.strip():
        return Incoming("")
    # An import and a save bring the same text through here several times.
    if _settled(_digest(html)):
        return Incoming(html)
    incoming = _transformed(html)
    _settled(_digest(incoming.html)).append(True)
    return incoming


def of_schema(html: str) -> str:
    """HTML of the schema's elements alone, made here or brought through here before: the transform
    would change nothing, so that it need only be cleaned. Raises TooLarge."""
    check_size(html)
    clean = str(cleaner.clean(html))
    if not refused_in(clean):
        _settled(_digest(clean)).append(True)
    return clean


def _digest(html: str) -> bytes:
    return hashlib.sha256(html.encode("utf-8", "surrogatepass")).digest()


@lru_cache(maxsize=512)
def _settled(digest: bytes) -> list[bool]:
    """Not empty for what came out of here: once more, it would come out as it is."""
    return []


def _transformed(html: str) -> Incoming:
    report = Report()
    root = parsed(html)
    sheet = Styles(root)
    prune(root, sheet, report)
    found = refused_in(*root.itertext()) + reversed_passages(root, sheet)
    report.add(What.UNSEEN, times=sum(not each.sort.misleads for each in found))
    note_marks = links.mend(root, report)
    name_other_numberings(root, sheet, report)
    items = marked_items(root, sheet)
    from_office = bool(OFFICE.search(html))
    text = Builder(sheet, items, note_marks, report, from_office=from_office).build(root)
    return Incoming(str(cleaner.clean(written(text))), report.left_out(), tuple(found))
