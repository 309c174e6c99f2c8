"""PubMed's own text format (MEDLINE, `.nbib`): https://www.nlm.nih.gov/bsd/mms/medlineelements.html

Tags of up to four letters, `PMID- 20525992`; a line that begins with six spaces goes on with the
one before.
"""

import re
from collections.abc import Iterator

from evidence.imports import values
from evidence.imports.records import Entries, Record, Rejected, Values
from evidence.models import ReferenceKind

BEGINS = re.compile(r"^PMID[ \t]*-", re.MULTILINE)
TAG = re.compile(r"([A-Z][A-Z0-9]{0,3})[ \t]{0,3}-(?:[ \t]+|\Z)(.*)")
GOES_ON = re.compile(r"[ \t]{2,}\S")
Fields = dict[str, list[str]]
DATE = re.compile(r"(\d{4})(\d\d)?(\d\d)?\Z")


def entries(text: str) -> Entries:
    for line, fields in _blocks(text):
        if isinstance(fields, Rejected):
            yield fields
        else:
            yield _entry(line, fields)


def _blocks(text: str) -> Iterator[tuple[int, Fields | Rejected]]:
    """A blank line or the next PMID ends a record."""
    begins, fields, last = 0, Fields(), ""
    for number, line in enumerate(text.split("\n"), start=1):
        tag = TAG.fullmatch(line)
        if fields and (not line.strip() or (tag and tag[1] == "PMID" and "PMID" in fields)):
            yield begins, fields
            fields = {}
        if tag:
            begins = begins if fields else number
            last = tag[1]
            fields.setdefault(last, []).append(tag[2].strip())
        elif fields and GOES_ON.match(line):
            fields[last][-1] = f"{fields[last][-1]} {line.strip()}".strip()
        elif line.strip():
            shown = " ".join(line.split())[:60]
            yield number, Rejected(number, f"“{shown}” is no line of PubMed's format.")
    if fields:
        yield begins, fields


def _entry(line: int, fields: Fields) -> Record | Rejected:
    def first(*tags: str) -> str:
        return next((each for tag in tags for each in fields.get(tag, []) if each), "")

    title = first("TI", "BTI")
    if not title:
        return Rejected(line, "has no title (TI or BTI).", first("PMID"))
    early = "aheadofprint" in first("PST").lower()
    kind = ReferenceKind.ARTICLE
    if first("BTI") and first("TI"):
        kind = ReferenceKind.CHAPTER
    elif first("BTI"):
        kind = ReferenceKind.BOOK
    where: Values = {"container": first("TA", "JT")}
    if kind != ReferenceKind.ARTICLE:
        book = first("BTI") if kind == ReferenceKind.CHAPTER else first("PB")
        where = {"container": book, "publisher": first("PB")}
        where = where if kind == ReferenceKind.CHAPTER else {"container": first("PB")}
    online = DATE.match(first("DEP"))
    given: Values = {
        "kind": kind,
        "title": title,
        "authors": "\n".join([*fields.get("AU", []), *fields.get("CN", [])]),
        "editors": "\n".join(fields.get("ED", [])),
        "year": values.year_in(first("DP"), first("DEP")),
        "volume": "" if early else first("VI"),
        "issue": "" if early else first("IP"),
        "pages": "" if early else first("PG"),
        "pmid": first("PMID"),
        "pmcid": first("PMC"),
        "doi": _doi([*fields.get("AID", []), *fields.get("LID", []), *fields.get("SO", [])]),
        "note": values.published_online(*(online.groups("") if online else ("",))) if early else "",
        **where,
    }
    return values.record(line, given)


def _doi(numbers: list[str]) -> str:
    """`10.1056/NEJMoa1003466 [doi]`; other numbers of the publisher stand there too."""
    marked = re.compile(r"(10\.\d{4,9}/\S+)\s*\[doi\]", re.IGNORECASE)
    found = (marked.search(number) for number in numbers)
    return next((each[1] for each in found if each), "")
