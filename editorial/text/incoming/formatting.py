"""What an element hands down to the text in it: its heading level, marks, link and blanks."""

import re
from collections.abc import Container
from dataclasses import dataclass, replace

from lxml.html import HtmlElement as Element

from editorial.text.incoming import styles
from editorial.text.incoming.blocks import BREAK
from editorial.text.incoming.styles import Styles
from editorial.text.incoming.tree import BLOCKS

BLANKS = re.compile(r"[ \t\n\r\f]+")
BOLD = frozenset({"b", "strong"})
ITALIC = frozenset({"i", "em", "cite", "dfn", "var"})
PREFORMATTED = frozenset({"pre", "listing", "xmp"})
HEADING = re.compile(r"h([1-6])\Z")
HEADING_CLASS = re.compile(r"(?:^|\s)(?:Mso)?(?:Heading([1-9])|(Title))(?:\s|\Z)")
QUOTES = (("“", "”"), ("‘", "’"))


@dataclass(frozen=True)
class Format:
    """What holds for the text at one place of the tree."""

    tag: str = "p"
    marks: frozenset[str] = frozenset()
    href: str = ""
    keeps_lines: bool = False
    keeps_blanks: bool = False
    quotes: int = 0

    @property
    def quotation_marks(self) -> tuple[str, str]:
        return QUOTES[(self.quotes - 1) % 2]

    def said(self, text: str) -> str:
        """The text with the lines and blanks that a reader would see here."""
        if not self.keeps_lines:
            return BLANKS.sub(" ", text)
        text = text.replace("\r\n", BREAK).replace("\r", BREAK).replace("\f", BREAK)
        if not self.keeps_blanks:
            return text.replace("\t", " ")
        text = "\n".join(line.expandtabs(4) for line in text.split("\n"))
        return re.sub(r"  +|(?<=\n) ", lambda gap: "\xa0" * len(gap[0]), text)


def format_in(
    element: Element, around: Format, sheet: Styles, note_marks: Container[Element]
) -> Format:
    style, tag = sheet.of(element), element.tag
    keeps = styles.is_preformatted(style)
    if tag in PREFORMATTED:
        around = replace(around, keeps_lines=True, keeps_blanks=True)
    elif keeps is not None:
        around = replace(around, keeps_lines=keeps, keeps_blanks=False)
    if level := _heading_level(element, style):
        around = replace(around, tag=f"h{min(max(level, 2), 4)}")
    marks = _marks_in(element, style, around.marks)
    if element in note_marks:
        marks -= {"sup", "sub"}
    href = element.get("href", "") if tag == "a" else around.href
    return replace(around, marks=marks, href=href, quotes=around.quotes + (tag == "q"))


def _heading_level(element: Element, style: dict[str, str]) -> int:
    """1 to 9, or 0. Word writes a heading's level in its class or its style."""
    if found := HEADING.match(element.tag):
        return int(found[1])
    if element.tag not in BLOCKS:
        return 0
    if element.get("role") == "heading":
        level = element.get("aria-level", "")
        return int(level) if level.isdecimal() and len(level) == 1 else 2
    outline = style.get("mso-outline-level", "")
    if outline.isdecimal():
        return int(outline[:1])
    if named := HEADING_CLASS.search(element.get("class", "")):
        return int(named[1] or 1)
    return 0


def _marks_in(element: Element, style: dict[str, str], marks: frozenset[str]) -> frozenset[str]:
    tag = element.tag
    for mark, tags, said in (
        ("strong", BOLD, styles.is_bold(style)),
        ("em", ITALIC, styles.is_italic(style)),
    ):
        if said is True or (said is None and tag in tags):
            marks |= {mark}
        elif said is False:
            marks -= {mark}
    script = tag if tag in ("sup", "sub") else ""
    if not script and tag not in BLOCKS:
        script = styles.raised(style)
    return marks - {"sup", "sub"} | {script} if script else marks
