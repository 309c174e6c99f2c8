"""BibTeX and BibLaTeX by bibtexparser, with LaTeX read as text by pylatexenc.

bibtexparser passes over what it cannot read; each `@type{` line of the text has to come out of it
as an entry or is named as rejected.
"""

import logging
import re
from collections.abc import Callable, Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import Block, DuplicateBlockKeyBlock, Entry, ParsingFailedBlock
from pylatexenc.latex2text import LatexNodes2Text

from evidence.imports import values
from evidence.imports.records import Entries, Record, Rejected, Values
from evidence.models import ReferenceKind

BEGINS = re.compile(
    r"^[ \t]*@[ \t]*(?!(?:string|comment|preamble)\b)([A-Za-z]+)[ \t]*[{(]",
    re.MULTILINE | re.IGNORECASE,
)
KINDS = {
    **dict.fromkeys(["article", "unpublished", "preprint"], ReferenceKind.ARTICLE),
    **dict.fromkeys(
        ["book", "booklet", "collection", "mvbook", "proceedings", "phdthesis", "mastersthesis",
         "thesis", "techreport", "report", "manual"],
        ReferenceKind.BOOK,
    ),
    **dict.fromkeys(["inbook", "incollection", "inreference"], ReferenceKind.CHAPTER),
    **dict.fromkeys(["inproceedings", "conference"], ReferenceKind.CONFERENCE),
    **dict.fromkeys(["misc", "online", "electronic", "www", "webpage"], ReferenceKind.WEB_PAGE),
}  # fmt: skip
USUAL = "article, book, incollection, inproceedings or online"
DEEPEST = 40  # braces within braces; each is a call of Python's
COMMAND = re.compile(r"(\\[A-Za-z]+)[ \t]+")
BARE = re.compile(r"(?<!\\)([%&#])")
DOLLAR = re.compile(r"(?<!\\)\$")
ESCAPED = re.compile(r"\\([_%&#{}<>$])|[{}]")
# It tells each entry that it cannot read, which is told here with its line.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
latex = LatexNodes2Text(keep_comments=True)


def entries(text: str) -> Entries:
    begun = {text.count("\n", 0, each.start(1)) + 1: each[1] for each in BEGINS.finditer(text)}
    told = set[int]()
    if _depth(text) > DEEPEST:
        yield Rejected(1, f"has more than {DEEPEST} braces within braces.")
        return
    for entry in _read(text):
        told.add(entry.line)
        yield entry
    for line in sorted(begun.keys() - told):
        yield Rejected(line, f"@{begun[line]} cannot be read: a brace or a comma is missing.")


def _depth(text: str) -> int:
    depth = deepest = 0
    for brace in re.findall(r"[{}]", text):
        depth = max(depth + (1 if brace == "{" else -1), 0)
        deepest = max(deepest, depth)
    return deepest


def _read(text: str) -> Iterator[Record | Rejected]:
    for block in parse_string(text).blocks:
        if isinstance(block, DuplicateBlockKeyBlock) and isinstance(
            block.ignore_error_block, Entry
        ):
            # The same key in a file is no rule of ours; what is the same source is found later.
            yield _entry(block.ignore_error_block)
        elif isinstance(block, ParsingFailedBlock):
            yield Rejected(_line(block), f"cannot be read: {_why(block)}")
        elif isinstance(block, Entry):
            yield _entry(block)


def _line(block: Block) -> int:
    return (block.start_line or 0) + 1


def _why(block: ParsingFailedBlock) -> str:
    said = str(block.error) or "a brace, a quotation mark or a comma is missing."
    return " ".join(said.split())[:200]


def _entry(entry: Entry) -> Record | Rejected:
    raw = {field.key.lower(): str(field.value) for field in entry.fields}
    title = _text(raw.get("title", ""))
    kind = KINDS.get(entry.entry_type.lower())
    if kind is None:
        reason = (
            f"has the type “{entry.entry_type}”, which is not known here. Change it to {USUAL}."
        )
        return Rejected(_line(entry), reason, title)
    if subtitle := _text(raw.get("subtitle", "")):
        title = f"{title.rstrip(':')}: {subtitle}"
    return values.record(_line(entry), _values(raw, kind, title))


def _values(raw: dict[str, str], kind: ReferenceKind, title: str) -> Values:
    def first(*names: str) -> str:
        return next((text for name in names if (text := _text(raw.get(name, "")))), "")

    authors, others = _people(raw.get("author", ""))
    editors, _ = _people(raw.get("editor", ""))
    pages, early = values.without_early(first("pages", "eid", "article-number"))
    said = " ".join([first("note", "pubstate"), raw.get("year", "")])
    early = early or bool(values.EARLY.search(said))
    pubmed = raw.get("eprinttype", raw.get("archiveprefix", "")).lower() in ("pubmed", "pmid")
    return {
        "kind": kind,
        "title": title,
        "authors": "\n".join(authors),
        "et_al": others,
        "editors": "\n".join(editors),
        "year": values.year_in(raw.get("year", ""), raw.get("date", "")),
        "volume": first("volume"),
        "issue": first("number", "issue") if kind == ReferenceKind.ARTICLE else "",
        "pages": pages,
        "edition": first("edition"),
        "series": first("series"),
        "doi": _plain(raw.get("doi", "")),
        "pmid": _plain(raw.get("pmid", raw.get("eprint", "") if pubmed else "")),
        "pmcid": _plain(raw.get("pmcid", raw.get("pmc", ""))),
        "url": _plain(raw.get("url", "")),
        "note": values.EARLY_NOTE if early and not (pages or first("volume")) else "",
        **_where(first, kind),
    }


def _where(first: Callable[..., str], kind: ReferenceKind) -> Values:
    publisher = first("publisher", "institution", "school", "organization")
    if kind == ReferenceKind.BOOK:
        return {"container": publisher}
    if kind == ReferenceKind.ARTICLE:
        return {"container": first("shortjournal", "journal", "journaltitle")}
    if kind == ReferenceKind.WEB_PAGE:
        return {"container": first("journal", "booktitle", "organization", "publisher",
                                   "howpublished")}  # fmt: skip
    return {"container": first("booktitle"), "publisher": publisher}


def _people(raw: str) -> tuple[list[str], bool]:
    names = split_multiple_persons_names(raw) if raw.strip() else []
    others = bool(names) and names[-1].strip().lower() == "others"
    return [_person(name) for name in (names[:-1] if others else names)], others


def _person(name: str) -> str:
    """Braces make a group of any name: `{CheckMate and Other Investigators}`."""
    name = name.strip()
    if name.startswith("{") and name.endswith("}"):
        return _text(name)
    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except InvalidNameError:
        return _text(name)
    surname = " ".join([*parts.von, *parts.last])
    return values.name_of(_text(surname), _text(" ".join(parts.first)), _text(" ".join(parts.jr)))


def _text(raw: str) -> str:
    """LaTeX as it reads. A bare percent sign would begin a comment, and take the rest away."""
    if not raw:
        return ""
    if len(DOLLAR.findall(raw)) % 2:  # money, not mathematics
        raw = DOLLAR.sub(r"\\$", raw)
    raw = COMMAND.sub(r"\1{} ", BARE.sub(r"\\\1", raw))
    return " ".join(latex.latex_to_text(raw).split())


def _plain(raw: str) -> str:
    """A DOI or an address: LaTeX's escapes out of it, and nothing else."""
    return ESCAPED.sub(lambda found: found[1] or "", raw).strip()
