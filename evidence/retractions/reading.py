"""The Retraction Watch file (CSV of 20 columns, https://doi.org/10.13003/c23rw1d9), row by row.

Dates are `M/D/YYYY 0:00`; a PMID of 0 and a DOI “unavailable” mean none; lists end in “;”. Some
rows are Latin-1 in a file of UTF-8. A row that cannot be read still names the paper it may be of.
"""

import csv
import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from editorial.text.fold import fold
from evidence.identifiers import PMID, normal_doi, normal_pmid
from evidence.retractions.models import Nature, RetractionNotice
from evidence.title_markup import without_markup

COLUMNS = (
    "Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author",
    "URLS", "ArticleType", "RetractionDate", "RetractionDOI", "RetractionPubMedID",
    "OriginalPaperDate", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "Reason",
    "Paywalled", "Notes",
)  # fmt: skip
NATURES = {
    "retraction": Nature.RETRACTION,
    "expression of concern": Nature.CONCERN,
    "correction": Nature.CORRECTION,
    "reinstatement": Nature.REINSTATEMENT,
}
ANY_DOI = re.compile(r"10\.\d{4,9}/[^\s\",;]+", re.ASCII)
LONGEST_FIELD = 1_000_000
LONGEST_ROW = 200  # lines; notes have paragraphs
LONGEST_REASONS = 2_000
TITLE_KEY = 32
Advance = Callable[[int], object]


class NotTheData(Exception):
    """The file cannot be what it should be; the message says why and what to do."""


def notices_in(path: Path, advance: Advance = lambda size: None) -> Iterator[RetractionNotice]:
    """Each row as a notice without its `data`. Raises NotTheData, OSError."""
    csv.field_size_limit(LONGEST_FIELD)
    with path.open("rb") as file:
        lines = _Lines(file, advance)
        reader = csv.reader(lines, strict=True)
        try:
            names = _header(next(reader, []))
        except csv.Error as error:
            raise NotTheData(f"The first line is no line of a CSV file: {error}.") from None
        lines.since.clear()
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                row = [_broken(line, error, lines.since)]
            if any(row):
                yield from _notices(line, names, row)
            lines.since.clear()


class _Lines:
    """The file's lines as text; `since` are those of the row that is being read."""

    def __init__(self, file: BinaryIO, advance: Advance) -> None:
        self.file, self.advance, self.since = file, advance, list[str]()

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(self.file):
            self.advance(len(line))
            text = _decoded(line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line)
            self.since.append(text.replace("\0", ""))
            yield self.since[-1]


def _broken(line: int, error: csv.Error, raw: list[str]) -> str:
    """The row as it stands. One open quotation mark takes in all that follows, and what it took in
    may be retracted: then nothing of the file can be believed."""
    if len(raw) > LONGEST_ROW or "unexpected end" in str(error) or "larger than" in str(error):
        said = f"Line {line}: {error}. The file is cut or broken; download it anew."
        raise NotTheData(said) from None
    return " ".join(raw)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _header(row: list[str]) -> list[str]:
    given = {name.strip().lower(): name for name in row}
    if missing := [name for name in COLUMNS if name.lower() not in given]:
        raise NotTheData(
            "This is not the file of Retraction Watch: it has no column "
            f"{', '.join(missing[:5])}. It is at https://gitlab.com/crossref/retraction-watch-data"
        )
    known = {name.lower(): name for name in COLUMNS}
    return [known.get(name.strip().lower(), name) for name in row]


def _notices(line: int, names: list[str], row: list[str]) -> Iterator[RetractionNotice]:
    if len(row) == len(names):
        value = dict(zip(names, (each.strip() for each in row), strict=True))
        yield _notice(line, value)
        return
    # Whoever cites one of the papers that it names is told to look.
    named = dict.fromkeys(doi_of(found) for found in ANY_DOI.findall(" ".join(row)))
    for doi in named or [""]:
        yield RetractionNotice(line=line, nature=Nature.UNREAD, doi=doi)


def _notice(line: int, value: dict[str, str]) -> RetractionNotice:
    paper = _date(value["OriginalPaperDate"])
    return RetractionNotice(
        line=line,
        nature=NATURES.get(value["RetractionNature"].lower(), Nature.UNREAD),
        date=_date(value["RetractionDate"]),
        doi=doi_of(value["OriginalPaperDOI"]),
        pmid=pmid_of(value["OriginalPaperPubMedID"]),
        title_key=title_key(value["Title"]),
        year=paper.year if paper else None,
        notice_doi=doi_of(value["RetractionDOI"]),
        reasons=_list(value["Reason"]),
    )


def doi_of(text: str) -> str:
    return doi[:255] if (doi := normal_doi(text)).startswith("10.") else ""


def pmid_of(text: str) -> str:
    return pmid if PMID.fullmatch(pmid := normal_pmid(text)) else ""


@lru_cache(maxsize=4096)
def _date(text: str) -> date | None:
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.split(" ", maxsplit=1)[0], form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None


def _list(text: str) -> str:
    """`+Error in Data;+Date of Article and/or Notice Unknown;` → `Error in Data; …`."""
    parts = (part.strip(" +") for part in text.replace("\0", "").split(";"))
    return "; ".join(filter(None, parts))[:LONGEST_REASONS]


def title_key(title: str) -> str:
    """The same for titles that differ in capitals, accents and signs; empty for short ones, which
    many papers have (“Editorial”)."""
    folded = fold(without_markup(title))
    if len(folded.split()) < 4:
        return ""
    return hashlib.sha256(folded.encode()).hexdigest()[:TITLE_KEY]
