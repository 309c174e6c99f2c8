"""Plain text to paragraphs and lists. Every word is kept.

Made for texts like MedQuAD's: a line is a paragraph, “ - ” begins a list's item wherever it stands,
and what follows a list runs on in its last item.
"""

import html
import re
from collections.abc import Iterator

# At a line's start and after a stop anything can be an item; within a sentence what begins anew.
BULLET = re.compile(
    r"^[-•*]\s+|(?:(?<=[:;.])|(?<=; or)|(?<=; and))\s[-•*]\s+|(?:^|\s)[-•*]\s+(?=[^a-z\s])"
)
SENTENCE_END = re.compile(r"(?:(?<=[.?!])|(?<=[.?!][\"”’)]))\s+(?=[\"“‘(]?[A-Z0-9])")


def to_html(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    html = "\n".join(part for line in lines if line for part in _blocks(line))
    return html.replace("</ul>\n<ul>", "")  # a line for each item


def _blocks(line: str) -> Iterator[str]:
    """A line as paragraphs and lists."""
    before, *items = BULLET.split(line)
    if not _is_list(before, items):
        yield _paragraph(line)
        return
    if len(items) == 1 and not before.strip():
        yield _list(items)
        return
    if before.strip():
        yield _paragraph(before)
    pending: list[str] = []
    for number, item in enumerate(items, start=1):
        own, after = _own(item, is_last=number == len(items))
        pending.append(own)
        if after:
            yield _list(pending)
            pending = []
            yield _paragraph(after)
    if pending:
        yield _list(pending)


def _is_list(before: str, items: list[str]) -> bool:
    """One dash in a sentence is a dash; two, or one after a colon or at the start, make a list."""
    return len(items) > 1 or bool(items and (not before.strip() or before.rstrip().endswith(":")))


def _own(item: str, *, is_last: bool) -> tuple[str, str]:
    """The item, and the paragraph that ran on in it: at a list's end, or to open the next list."""
    if not (is_last or item.rstrip().endswith(":")):
        return item, ""
    own, *after = SENTENCE_END.split(item, maxsplit=1)
    return own, after[0] if after else ""


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text.strip(), quote=False)}</p>"


def _list(items: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{_paragraph(item)}</li>" for item in items) + "</ul>"
