"""Reading aids for clean HTML: anchors for headings, a list of contents, frames for tables.

The text itself stays as it was signed. What is added here is for moving about in it.
"""

import re
from dataclasses import dataclass

from django.utils.text import slugify

from editorial.text.plain_text import words_of

# The text is HTML as nh3 leaves it, so a tag is all that stands between `<` and `>`.
HEADING = re.compile(r"<h2(?: [^>]*)?>(?P<inner>.*?)</h2>", re.DOTALL)
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
# A header cell without a word names nothing for a screen reader.
EMPTY_HEADER = re.compile(r"<th(?: [^>]*)?>(?:\s|<p>|</p>|<br>|&nbsp;)*</th>")
# Ids that the page itself uses.
TAKEN = frozenset(
    {"main", "contents", "key-points", "risks", "sources", "signed", "related", "difference"}
)


@dataclass(frozen=True)
class Heading:
    anchor: str
    text: str


@dataclass(frozen=True)
class Outline:
    html: str
    headings: list[Heading]


def outline(html: str) -> Outline:
    """The text with an anchor on each h2, and those headings in their order."""
    headings: list[Heading] = []

    def anchored(match: re.Match[str]) -> str:
        text = words_of(match["inner"])
        anchor = _free(slugify(text) or "part", {each.anchor for each in headings})
        headings.append(Heading(anchor, text))
        return f'<h2 id="{anchor}">{match["inner"]}</h2>'

    return Outline(framed(HEADING.sub(anchored, html)), headings)


def framed(html: str) -> str:
    """Each table in a region of its own that scrolls sideways, by touch and by keyboard."""
    number = 0

    def frame(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        table = EMPTY_HEADER.sub("<td></td>", match[0])
        label = f"Table {number}" if number > 1 else "Table"
        return f'<div class="table" role="group" aria-label="{label}" tabindex="0">{table}</div>'

    return TABLE.sub(frame, html)


def _free(anchor: str, used: set[str]) -> str:
    """The anchor, or with the next free number; never an id that the page has already."""
    used = used | TAKEN
    candidate, number = anchor, 1
    while candidate in used or candidate.startswith(("source-", "cite-")):
        number += 1
        candidate = f"part-{anchor}-{number}"
    return candidate
