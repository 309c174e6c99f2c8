"""What an element's style says of meaning: bold, italic, raised, lowered, struck out, hidden.

Inline styles, and of a style sheet in the text the plain class rules (`.c1`, `span.c1`), which
Google Docs and Pages write. Looks are not read.
"""

import re
from functools import lru_cache

from lxml.html import HtmlElement as Element

PRINT = re.compile(r"@media\s+print[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.I)
RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
CLASS = re.compile(r"(?:[a-z][a-z0-9]*)?\.([A-Za-z0-9_-]+)\Z")
NOISE = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
LENGTH = re.compile(r"(-?)(?P<size>\d*\.?\d*[1-9]\d*)\.?\d*(?P<unit>px|pt|em|ex|rem|%)\Z")
NUDGES = {"px": 2, "pt": 2, "em": 0.2, "ex": 0.4, "rem": 0.2}
Declared = dict[str, str]


class Styles:
    """The styles of one text."""

    def __init__(self, root: Element) -> None:
        self._classes: dict[str, Declared] = {}
        for sheet in root.iter("style"):
            self._read(PRINT.sub("", NOISE.sub("", sheet.text or "")))

    def of(self, element: Element) -> Declared:
        own = declared(element.get("style", ""))
        if not self._classes:
            return own
        found: Declared = {}
        for name in element.get("class", "").split():
            found |= self._classes.get(name, {})
        return found | own

    def _read(self, sheet: str) -> None:
        for selectors, body in RULE.findall(sheet):
            for selector in selectors.split(","):
                if name := CLASS.match(selector.strip()):
                    rule = self._classes.setdefault(name[1], {})
                    self._classes[name[1]] = rule | declared(body)


@lru_cache(maxsize=4096)
def declared(style: str) -> Declared:
    pairs = (part.partition(":") for part in style.split(";"))
    return {
        name.strip().lower(): value.lower().replace("!important", "").strip()
        for name, colon, value in pairs
        if colon
    }


def is_bold(style: Declared) -> bool | None:
    """None where the style does not say."""
    weight = style.get("font-weight", "")
    if weight.isdecimal():
        return int(weight) >= 600
    return {"bold": True, "bolder": True, "normal": False, "lighter": False}.get(weight)


def is_italic(style: Declared) -> bool | None:
    return {"italic": True, "oblique": True, "normal": False}.get(style.get("font-style", ""))


def raised(style: Declared) -> str:
    """`sup`, `sub` or nothing."""
    align = style.get("vertical-align", "")
    if align in ("super", "sub"):
        return "sup" if align == "super" else "sub"
    if (position := style.get("font-variant-position", "")) in ("super", "sub"):
        return "sup" if position == "super" else "sub"
    if length := LENGTH.match(style.get("mso-text-raise", "") or align):
        return "sub" if length[1] else "sup"
    return _shifted(style) if style.get("position") == "relative" else ""


def _shifted(style: Declared) -> str:
    """Moved up or down from its line. A nudge in letters of the same size is only a look."""
    for side, upwards in (("top", True), ("bottom", False)):
        if shift := LENGTH.match(style.get(side, "")):
            least = NUDGES.get(shift["unit"], 0)
            if "font-size" in style or float(shift["size"]) >= least:
                return "sup" if bool(shift[1]) is upwards else "sub"
    return ""


def is_struck(style: Declared) -> bool:
    lines = style.get("text-decoration", "") + " " + style.get("text-decoration-line", "")
    return "line-through" in lines


def is_hidden(style: Declared, *, has_parts: bool) -> bool:
    """What is in it may be seen again where only its letters are hidden or without size."""
    if style.get("display") == "none" or style.get("mso-hide") == "all":
        return True
    return not has_parts and (
        style.get("visibility") in ("hidden", "collapse")
        or style.get("font-size") in ("0", "0px", "0pt", "0em", "0%")
    )


def is_reversed(style: Declared) -> bool:
    """Written from right to left letter by letter, so that “50” is seen where “05” stands."""
    return "override" in style.get("unicode-bidi", "") and style.get("direction") == "rtl"


def is_preformatted(style: Declared) -> bool | None:
    space = style.get("white-space", "")
    if space in ("pre", "pre-wrap", "pre-line", "break-spaces"):
        return True
    return False if space in ("normal", "nowrap") else None
