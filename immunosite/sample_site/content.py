"""The sample's files as rows, and the changes that the story makes to them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from immunosite.importing import yaml_loader
from immunosite.importing.files import BODY, rows_of
from immunosite.importing.rows import Row

FOLDER = Path(__file__).resolve().parent.parent / "sample"
KINDS = ("glossary.yaml", "conditions", "therapies", "articles")  # as they are published


def documents() -> list[Row]:
    """Every page of the site; articles last, because the home page shows the newest first."""
    return [row for name in KINDS for row in rows(name)]


def rows(name: str) -> list[Row]:
    path = FOLDER / name
    files = sorted(path.glob("*.md")) if path.is_dir() else [path]
    found = [row for file in files for row in rows_of(file)]
    faults = [str(row) for row in found if not isinstance(row, Row)]
    if faults:
        raise ValueError("\n".join(faults))
    return [row for row in found if isinstance(row, Row)]


def by_address(rows: list[Row]) -> dict[str, Row]:
    """By kind/slug: a therapy and the glossary's term for it may share a slug."""
    return {f"{row.values['kind']}/{row.values['slug']}": row for row in rows}


def references() -> list[tuple[int, Any]]:
    return yaml_loader.read_list((FOLDER / "references.yaml").read_text(encoding="utf-8"))


def story() -> dict[str, Any]:
    """Reasons, notes and later changes, which are texts too."""
    return dict(yaml_loader.read((FOLDER / "story.yaml").read_text(encoding="utf-8")))


def changed(row: Row, replace: str, by: str, **values: object) -> Row:
    """The row with one passage of its text replaced. It must be there, once."""
    body = row.values[BODY]
    if body.count(replace) != 1:
        raise ValueError(f"{row.place}: “{replace}” must stand in it once.")
    return Row(row.place, {**row.values, **values, BODY: body.replace(replace, by)})


def fingerprint(names: Iterable[str]) -> str:
    """SHA-256 of the files and of the names of the steps made of them."""
    digest = hashlib.sha256("\n".join(names).encode())
    for path in sorted(FOLDER.rglob("*.*")):
        digest.update(f"\n{path.relative_to(FOLDER)}\n".encode() + path.read_bytes())
    return digest.hexdigest()
