"""Plain text to paragraphs and lists, and its first sentences. Every word is kept.

Made for texts like MedQuAD's: a line is a paragraph, “ - ” begins a list's item wherever it stands,
and what follows a list runs on in its last item.
"""

import html
import re
from collections.abc import Iterator

# After a stop anything can be an item; in the middle of a sentence only what begins anew.
BULLET = re.compile(r"(?:(?<=[:;.])|(?<=; or)|(?<=; and))\s[-•*]\s+|(?:^|\s)[-•*]\s+(?=[^a-z\s])")
SENTENCE_END = re.compile(r"(?:(?<=[.?!])|(?<=[.?!][\"”’)]))\s+(?=[\"“‘(]?[A-Z0-9])")
TAG = re.compile(r"<[^>]*>")
# Headings, and lines like “Key points”, before the first sentence.
HEADINGS = re.compile(r"\A(?:\s*<(h[2-4]|p)>[^<]*[^.?!:<\s]\s*</\1>)+")


def to_html(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(part for line in lines if line for part in _blocks(line))


def _blocks(line: str) -> Iterator[str]:
    """A line as paragraphs and lists."""
    before, *items = BULLET.split(line)
    if not _is_list(before, items):
        yield _paragraph(line)
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


def first_sentences(text: str, most: int, sentences: int = 2) -> str:
    """The first sentences of a text or of its HTML that fit; if not one does, its first words."""
    # A tag parts words; a heading or an item may end without a full stop.
    text = HEADINGS.sub("", text) or text
    plain = " ".join(html.unescape(TAG.sub(" ", text)).split())
    taken = ""
    for sentence in SENTENCE_END.split(plain, maxsplit=sentences)[:sentences]:
        if len(f"{taken} {sentence}".strip()) > most:
            break
        taken = f"{taken} {sentence}".strip()
    return taken or shortened(plain, most)


def shortened(text: str, most: int) -> str:
    """The text, or as many whole words of it as fit with an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
