"""The drawings of how treatments work: one SVG file for each mechanism that has one.

A drawing is a medical statement, so it is signed: a snapshot holds its digest and its words, and
only that very drawing is shown with it (docs/adr/0007-diagrams-are-signed.md).
"""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import unescape

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

FOLDER = settings.BASE_DIR / "templates" / "articles" / "diagrams"
NAME = re.compile(r"[a-z][a-z-]*")
# The words stand under the drawing for everybody; inside it they would be read out twice.
WORDS = re.compile(r"<desc>(?P<text>.*?)</desc>\n?", re.DOTALL)


@dataclass(frozen=True)
class Drawing:
    svg: SafeString
    text: str
    digest: str


@cache
def drawing(name: str) -> Drawing | None:
    """The drawing as it is now, read once; None where there is none of that name."""
    path = FOLDER / f"{name}.svg"
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    file = path.read_bytes()
    svg = file.decode()
    words = WORDS.search(svg)
    text = unescape(" ".join(words["text"].split())) if words else ""
    # Our own file, not anybody's input.
    return Drawing(mark_safe(WORDS.sub("", svg)), text, sha256(file).hexdigest())  # noqa: S308


def to_sign(name: str) -> dict[str, dict[str, str]]:
    """The part of a snapshot that puts the drawing under the signature; empty without a drawing."""
    found = drawing(name)
    if found is None:
        return {}
    return {"diagram": {"name": name, "text": found.text, "digest": found.digest}}


@dataclass(frozen=True)
class Diagram:
    """A drawing as a snapshot names it."""

    name: str
    text: str
    digest: str

    @property
    def svg(self) -> str:
        """The drawing that was signed; nothing once the file differs by a byte."""
        found = drawing(self.name)
        return found.svg if found and found.digest == self.digest else ""
