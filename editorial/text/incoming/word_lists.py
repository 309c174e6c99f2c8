"""Lists that are not written as lists: Word's paragraphs with a bullet or number, and the items of
Word for the web and Google Docs, which say their level themselves.
"""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement as Element

from editorial.text.incoming.report import Report, What
from editorial.text.incoming.styles import Declared, Styles, declared
from editorial.text.incoming.tree import take_out, words

LEVEL = re.compile(r"(?P<key>\S+)\s+level(?P<level>\d)")
NUMBER = re.compile(r"[(\[]?(?:\d+\.)*(?P<last>\d{1,4}|[A-Za-z]{1,6})[.)\]:]*\Z")
BULLET = re.compile(r"[^\w\s]{1,3}\Z")
TYPED_BULLET = re.compile(r"\s*[·•▪◦‣●○■§–-][\s\xa0]+")
BULLET_FONTS = re.compile(r"symbol|wingdings|courier|webdings", re.I)
ROMAN = re.compile(r"[ivxlc]+\Z")
ROMANS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
STYLE_TYPES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I",
}  # fmt: skip
# Of `list-style`: 1, 2, 3, and what says where the number stands.
NO_KIND = {"decimal", "decimal-leading-zero", "none", "inside", "outside", "inherit", "initial",
           "unset", "revert", "auto"}  # fmt: skip
TYPES = {"", "a", "A", "i", "I"}
NEXT = 0  # the number after the one before


@dataclass(frozen=True)
class Item:
    """Where a paragraph stands in a list: `level` from 1; `counts` its possible types with the
    number each gives (“i” is the first of i, ii, iii or the ninth of a, b, c); none: a bullet."""

    key: str
    level: int
    counts: tuple[tuple[str, int], ...] = ()


def marked_items(root: Element, sheet: Styles) -> dict[Element, Item]:
    """Each item with its place; the bullets and numbers in the text are taken out."""
    items = {}
    for element in list(root.iter("p", "div", "li")):
        if item := _item(element, sheet):
            items[element] = item
    return items


def _item(element: Element, sheet: Styles) -> Item | None:
    if element.tag == "li":
        return _levelled(element, sheet)
    place = LEVEL.match(sheet.of(element).get("mso-list", ""))
    if place:
        return _word_item(element, place["key"], int(place["level"]))
    if element.get("class", "").lower().startswith("msolistparagraph"):
        return _typed_item(element)
    return None


def _levelled(element: Element, sheet: Styles) -> Item | None:
    level = element.get("aria-level") or element.get("data-aria-level") or ""
    if not level.isdecimal() or not 1 <= int(level) <= 9:
        return None
    key = element.get("data-listid") or f"list {_outermost_list(element)}"
    around = element.getparent()
    if around is None or around.tag != "ol":
        return Item(key, int(level))
    own = STYLE_TYPES.get(numbering(sheet.of(element)), "")
    kind = list_type(around, sheet.of(around)) or own
    goes_on = next(element.itersiblings("li", preceding=True), None) is not None
    return Item(key, int(level), ((kind, NEXT if goes_on else list_start(around)),))


def _outermost_list(element: Element) -> str:
    found = element
    for parent in element.iterancestors("ul", "ol"):
        found = parent
    return str(found.getroottree().getpath(found))


def _word_item(element: Element, key: str, level: int) -> Item:
    marker = next(
        (each for each in element.iter("span")
         if declared(each.get("style", "")).get("mso-list") == "ignore"), None,
    )  # fmt: skip
    if marker is None:
        return _typed_item(element) or Item(key, level)
    text = words(marker).strip("\xa0 ")
    fonts = " ".join(each.get("style", "") for each in (*marker.iterancestors("span"),
                                                        *marker.iter("span")))  # fmt: skip
    if BULLET.match(text) or not text or BULLET_FONTS.search(fonts):
        take_out(marker)
        return Item(key, level)
    counts = counts_of(text)
    if counts:  # any other marker (“Step 1”) is words
        take_out(marker)
    return Item(key, level, counts)


def _typed_item(element: Element) -> Item | None:
    """The bullet is typed text, because the styles were lost on the way."""
    bullet = TYPED_BULLET.match(element.text or "")
    if not bullet:
        return None
    element.text = (element.text or "")[bullet.end() :]
    return Item("typed", 1)


def counts_of(marker: str) -> tuple[tuple[str, int], ...]:
    """“3.” → (("", 3),); “ii)” → (("i", 2),); “i.” → (("i", 1), ("a", 9))"""
    found = NUMBER.match(marker)
    if not found:
        return ()
    last = found["last"]
    if last.isdecimal():
        return (("", int(last)),)
    low, counts = last.lower(), []
    upper = last.isupper()
    if ROMAN.match(low):
        counts.append(("I" if upper else "i", _roman(low)))
    if len(low) == 1:
        counts.append(("A" if upper else "a", ord(low) - 96))
    return tuple(counts if low[0] == "i" else reversed(counts))


def _roman(text: str) -> int:
    values = [ROMANS[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def list_start(element: Element) -> int:
    start = element.get("start", "")
    return int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1


def list_type(element: Element, style: Declared) -> str:
    own = element.get("type", "")
    return own if own in TYPES - {""} else STYLE_TYPES.get(numbering(style), "")


def numbering(style: Declared) -> str:
    """The kind of numbers that a style asks for, by its name in CSS; nothing for 1, 2, 3."""
    named = f"{style.get('list-style-type', '')} {style.get('list-style', '')}".split()
    return next((name for name in named if name not in NO_KIND), "")


def name_other_numberings(root: Element, sheet: Styles, report: Report) -> None:
    """A text may say “see β”: where the list cannot count so, the writer is told."""
    for around in root.iter("ol"):
        first = next(around.iterchildren("li"), None)
        if first is None or list_type(around, sheet.of(around)):
            continue
        kind = numbering(sheet.of(around)) or numbering(sheet.of(first))
        if kind and kind not in STYLE_TYPES:
            report.add(What.NUMBERING, f"{kind}: {words(first)}")
