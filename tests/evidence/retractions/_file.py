"""Rows as Retraction Watch writes them, of papers that do not exist."""

import csv
from io import StringIO
from pathlib import Path

from evidence.retractions.reading import COLUMNS

ROW = {
    "Record ID": "1",
    "Title": "A trial of something in a great many people",
    "Subject": "(HSC) Medicine - Oncology;",
    "Author": "A Author;B Author;",
    "RetractionDate": "3/9/2020 0:00",
    "RetractionDOI": "10.1056/notice",
    "RetractionPubMedID": "0",
    "OriginalPaperDate": "8/19/2010 0:00",
    "OriginalPaperDOI": "10.1056/bad",
    "OriginalPaperPubMedID": "0",
    "RetractionNature": "Retraction",
    "Reason": "+Error in Data;+Unreliable Results;",
    "Paywalled": "No",
}


def row(doi: str = "10.1056/bad", **fields: str) -> dict[str, str]:
    names = {"date": "RetractionDate", "nature": "RetractionNature", "pmid":
             "OriginalPaperPubMedID", "title": "Title", "paper": "OriginalPaperDate"}  # fmt: skip
    return ROW | {"OriginalPaperDOI": doi} | {names.get(k, k): v for k, v in fields.items()}


def text_of(*rows: dict[str, str]) -> str:
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def written(folder: Path, *rows: dict[str, str], name: str = "data.csv") -> Path:
    file = folder / name
    file.write_text(text_of(*rows), encoding="utf-8", newline="")
    return file
