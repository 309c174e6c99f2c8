"""Markup in titles: italics, raised and lowered letters stay; of any other tag only the words do.

PubMed and Crossref deliver `CD8<sup>+</sup> T cells in <i>E. coli</i>`, and JATS names for it.
"""

import html
import re

ATTRIBUTES = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>"']+))*"""
# A tag, and not “p<0.05” or “a <b and c> d”.
TAG = re.compile(rf"<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*){ATTRIBUTES}\s*/?>")
MARKUP = re.compile(r"(</?(?:i|sup|sub)>)")
KEPT = {
    "i": "i",
    "em": "i",
    "italic": "i",
    "sup": "sup",
    "sub": "sub",
}


def kept_markup(text: str) -> str:
    """The text with `<i>`, `<sup>` and `<sub>` in pairs, and no other tag; entities are decoded."""
    for _ in range(3):  # somebody's `&amp;lt;i&amp;gt;` too
        text = html.unescape(text)
    return _paired(TAG.sub(_kept, text))


def without_markup(text: str) -> str:
    """For lists, where nothing is raised or in italics."""
    return TAG.sub("", text)


def _kept(tag: re.Match[str]) -> str:
    name = KEPT.get(tag["name"].lower().rpartition(":")[2])
    return f"<{tag['end']}{name}>" if name else ""


def _paired(text: str) -> str:
    """An end without a beginning goes, and what was never ended ends with the text."""
    parts, pending = [], list[str]()
    for part in MARKUP.split(text):
        name = part.strip("</>")
        if part.startswith("</") and name in KEPT:
            if name not in pending:
                continue
            while pending[-1] != name:
                parts.append(f"</{pending.pop()}>")
            pending.pop()
        elif part == f"<{name}>" and name in KEPT:
            pending.append(name)
        parts.append(part)
    return "".join([*parts, *(f"</{name}>" for name in reversed(pending))])
