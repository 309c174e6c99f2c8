"""RIS, as reference managers and publishers export it.

rispy reads a record that is whole; of a file with a byte-order mark, tags with one space or no
`ER` line it returns nothing and raises nothing. So the file is cut into records here, each with
its line and its tags put right, and rispy is asked for each of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import rispy

from evidence.imports import values
from evidence.imports.records import Entries, Record, Rejected, Values
from evidence.models import ReferenceKind

BEGINS = re.compile(r"^[ \t]*TY[ \t]{0,4}-", re.MULTILINE)
TAG = re.compile(r"[ \t]*([A-Z][A-Z0-9])[ \t]{0,4}-(?:[ \t]+|\Z)(.*)", re.DOTALL)
KINDS = {
    **dict.fromkeys(
        ["JOUR", "EJOUR", "JFULL", "MGZN", "NEWS", "INPR", "ABST", "UNPB", "PREPRINT"],
        ReferenceKind.ARTICLE,
    ),
    **dict.fromkeys(["BOOK", "EBOOK", "EDBOOK", "RPRT", "THES", "SER"], ReferenceKind.BOOK),
    **dict.fromkeys(["CHAP", "ECHAP", "ENCYC", "DICT"], ReferenceKind.CHAPTER),
    **dict.fromkeys(["CONF", "CPAPER"], ReferenceKind.CONFERENCE),
    **dict.fromkeys(["STAND", "GOVDOC"], ReferenceKind.GUIDELINE),
    **dict.fromkeys(["ELEC", "WEB", "BLOG", "ICOMM", "ONLINE", "GEN"], ReferenceKind.WEB_PAGE),
}
USUAL = "JOUR, BOOK, CHAP, CONF or ELEC"
OF_A_BOOK = {ReferenceKind.BOOK, ReferenceKind.CHAPTER, ReferenceKind.CONFERENCE,
             ReferenceKind.GUIDELINE}  # fmt: skip
# Twice with different values, one would be dropped without a word.
ONCE = ("DO", "PY", "VL", "IS", "SP", "EP")
NO_END = "Its end, a line ER, is missing; it was taken to end before the next."
PUBMED = re.compile(r"pub\s*med|medline", re.IGNORECASE)


@dataclass
class Block:
    """The lines of one record: tag and value, and where it begins."""

    line: int
    lines: list[tuple[str, str]] = field(default_factory=list)
    ended: bool = False

    def add(self, line: str) -> None:
        tag = TAG.fullmatch(line)
        if tag:
            self.lines.append((tag[1], tag[2].strip()))
        elif self.lines and line.strip():
            # Programs break long titles and notes; to rispy a second line of authors is an author.
            name, value = self.lines[-1]
            self.lines[-1] = (name, f"{value} {line.strip()}".strip())

    def first(self, *tags: str) -> str:
        return next((value for tag, value in self.lines if tag in tags and value), "")

    def text(self) -> str:
        return "".join(f"{tag}  - {value}\n" for tag, value in self.lines) + "ER  - \n"


def entries(text: str) -> Entries:
    for block in _blocks(text):
        yield block if isinstance(block, Rejected) else _entry(block)


def _blocks(text: str) -> Iterator[Block | Rejected]:
    """Each record, and each run of lines that belongs to none."""
    block: Block | None = None
    outside: Rejected | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        tag = TAG.fullmatch(line)
        name = tag[1] if tag else ""
        if name == "TY":
            yield from (each for each in (outside, block) if each)
            outside, block = None, Block(number)
        if block is None:
            if line.strip() and name != "ER":
                outside = outside or _outside(number, line)
        elif name == "ER":
            block.ended = True
            yield block
            block = None
        else:
            block.add(line)
    yield from (each for each in (outside, block) if each)


def _outside(number: int, line: str) -> Rejected:
    shown = " ".join(line.split())[:60]
    return Rejected(number, f"“{shown}” stands in no record: a record begins with a line TY.")


def _entry(block: Block) -> Record | Rejected:
    title = block.first("TI", "T1", "BT", "CT")
    if several := _several(block):
        return Rejected(block.line, f"has {several} twice with different values.", title)
    read = rispy.loads(block.text())
    if len(read) != 1:
        return Rejected(block.line, "cannot be read as RIS.", title)
    kind = KINDS.get(block.first("TY").upper())
    if kind is None:
        given = block.first("TY")
        reason = f"has the type “{given}”, which is not known here. Change it to {USUAL}."
        return Rejected(block.line, reason, title)
    return _record(block, kind, read[0])


def _several(block: Block) -> str:
    for name in ONCE:
        if len({value.lower() for tag, value in block.lines if tag == name and value}) > 1:
            return name
    return ""


def _record(block: Block, kind: ReferenceKind, read: dict[str, object]) -> Record:
    early = False
    parts: Values = {}
    for name, tag in (("volume", "VL"), ("issue", "IS")):
        parts[name], found = values.without_early(block.first(tag))
        early = early or found
    pages, found = values.without_early(_pages(block))
    said = " ".join(value for tag, value in block.lines if tag in ("M1", "M2", "M3", "N1", "PY"))
    early = early or found or bool(values.EARLY.search(said))
    names = people(read, "authors") or people(read, "first_authors")
    given: Values = {
        "kind": kind,
        "title": block.first("TI", "T1", "BT", "CT") if kind != ReferenceKind.BOOK
        else block.first("TI", "T1", "BT", "CT", "T2"),
        "authors": "\n".join(names),
        "editors": "\n".join(people(read, "secondary_authors", "ED"))
        if kind in OF_A_BOOK else "",
        "year": values.year_in(block.first("PY"), block.first("Y1"), block.first("DA")),
        **parts,
        **_where(block, kind),
        "pages": pages,
        "doi": block.first("DO"),
        "url": block.first("UR", "L2").split(";")[0].strip(),
        "edition": block.first("ET") if kind in OF_A_BOOK else "",
        **_numbers(block),
        "note": values.EARLY_NOTE if early and not (parts["volume"] or pages) else "",
    }  # fmt: skip
    return values.record(block.line, given, () if block.ended else (NO_END,))


def people(read: dict[str, object], *names: str) -> list[str]:
    found = next((each for name in names if (each := read.get(name))), [])
    return [values.turned_name(str(name)) for name in found] if isinstance(found, list) else []


def _where(block: Block, kind: ReferenceKind) -> Values:
    """In which journal, book or website, and who published it."""
    publisher = block.first("PB")
    if kind == ReferenceKind.BOOK:
        title_is_t2 = not block.first("TI", "T1", "BT", "CT")
        return {"container": publisher, "series": "" if title_is_t2 else block.first("T2", "T3")}
    if kind == ReferenceKind.ARTICLE:
        return {"container": block.first("J2", "JA", "JO", "JF", "T2")}
    if kind == ReferenceKind.WEB_PAGE:
        return {"container": block.first("T2", "PB", "JO")}
    return {"container": block.first("T2", "BT", "JO", "C3"), "publisher": publisher}


def _pages(block: Block) -> str:
    start, end = block.first("SP"), block.first("EP")
    return f"{start}-{end}" if start and end and end != start and "-" not in start else start


def _numbers(block: Block) -> Values:
    """PubMed's number stands under AN, where the database is named."""
    number, database = block.first("AN"), block.first("DB", "DP")
    is_pubmed = PUBMED.search(database) or re.match(r"pmid", number, re.IGNORECASE)
    pmcid = block.first("C2")
    return {
        "pmid": number if is_pubmed else "",
        "pmcid": pmcid if pmcid.upper().startswith("PMC") else "",
    }
