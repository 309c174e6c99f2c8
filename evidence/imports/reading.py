"""Any file of references to records: its encoding, its size, its format."""

import re
from collections.abc import Callable
from typing import NamedTuple

from editorial.text.characters import REPAIRS, Sort, sort_of
from evidence.imports import bibtex, medline, pubmed_xml, ris
from evidence.imports.records import Entries, Reading, Unreadable

MAX_BYTES = 4_000_000  # about 3,000 references with their abstracts
MAX_RECORDS = 1_000
NOT_UTF8 = (
    "The text is not UTF-8. It was read as Windows-1252 (Latin-1): look at names with accents."
)
DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


class Format(NamedTuple):
    name: str
    begins: re.Pattern[str]  # each of its entries
    read: Callable[[str], Entries]


FORMATS = (
    Format("PubMed XML", pubmed_xml.BEGINS, pubmed_xml.entries),
    Format("PubMed (.nbib)", medline.BEGINS, medline.entries),
    Format("RIS", ris.BEGINS, ris.entries),
    Format("BibTeX", bibtex.BEGINS, bibtex.entries),
)
KNOWN = "RIS, BibTeX, PubMed (.nbib) or PubMed XML"


def read(data: bytes) -> Reading:
    """Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"This is larger than {MAX_BYTES // 1_000_000} MB, the most that is taken at once. "
            "Export the references without abstracts, or in several files."
        )
    text, notes = _decoded(data)
    form = _format_of(text)
    count = sum(1 for _ in form.begins.finditer(text))
    if count > MAX_RECORDS:
        raise Unreadable(
            f"There are {count:,} references in this, and {MAX_RECORDS:,} are taken at once. "
            "Export them in several files."
        )
    reading = Reading(form.name, text, notes=notes)
    reading.take(form.read(text))
    return reading


def _format_of(text: str) -> Format:
    if not text.strip():
        raise Unreadable("There is nothing in this. Choose a file, or paste what it holds.")
    if text.lstrip().startswith("<"):
        return FORMATS[0]
    for form in FORMATS[1:]:
        if form.begins.search(text):
            return form
    raise Unreadable(f"No reference was found in this. It must be {KNOWN}.")


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """The text with plain line ends and without what nobody can see; what misleads stays, and is
    refused with its record."""
    text, notes = _text_of(data)
    text = text.translate(REPAIRS).replace("\r\n", "\n").replace("\r", "\n")
    gone = {ord(char): None for char in set(text) if sort_of(char) in (Sort.UNSEEN, Sort.LOOK)}
    return text.translate(gone), notes


def _text_of(data: bytes) -> tuple[str, list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), []
        except UnicodeDecodeError:
            raise Unreadable("This begins as UTF-16 and is not. Save it as UTF-8.") from None
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _in_an_older_code(data), [NOT_UTF8]


def _in_an_older_code(data: bytes) -> str:
    declared = DECLARED.match(data)
    try:
        return data.decode(declared[1].decode() if declared else "cp1252")
    except (UnicodeDecodeError, LookupError):
        return data.decode("latin-1")  # takes any byte; control characters are put right later
