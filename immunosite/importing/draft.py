"""A row as a draft: its values in the types of the model, and what it points at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from editorial.models import Document
from evidence.cited import Cites
from immunosite.importing.addresses import Address, Addresses
from immunosite.importing.columns import REFERENCES, columns_of, fields_of
from immunosite.importing.mapping import Mapping
from immunosite.importing.row_form import filled, line, texts
from immunosite.importing.rows import BadRow, Place, Row, messages_of

Links = dict[str, list[Address]]  # relation → what it points at


@dataclass
class Draft:
    """One row, ready to be saved."""

    place: Place
    model: type[Document]
    address: Address = ("", "")
    values: dict[str, Any] = field(default_factory=dict)
    links: Links = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)  # of its long texts, each with its field


def read_draft(row: Row, mapping: Mapping, addresses: Addresses) -> Draft:
    """Raises BadRow with all that is wrong with the row by itself."""
    model, values, source, left_out = mapping.read(row)
    draft, faults = Draft(row.place, model, left_out=left_out), list[str]()
    with _noting(faults):
        draft.address = addresses.give(model, values, row.place)
    form = filled(model, {name: values.pop(name) for name in fields_of(model) if name in values})
    faults += form.faults
    draft.values = form.values
    for name, value in values.items():
        with _noting(faults, f"{name}: "):
            _enter(draft, name, value)
    with _noting(faults):
        draft.source = _source(source, model)
    if faults:
        raise BadRow(*faults)
    return draft


@contextmanager
def _noting(faults: list[str], begin: str = "") -> Iterator[None]:
    try:
        yield
    except (BadRow, ValidationError) as error:
        faults += [f"{begin}{message}" for message in messages_of(error)]


def _enter(draft: Draft, name: str, value: object) -> None:
    columns = columns_of(draft.model)
    if name in columns.relations:
        draft.links[name] = [_link(item, columns.relations[name]) for item in texts(value)]
    elif name in columns.tables:
        draft.tables[name] = _table(columns.tables[name], value)
    elif name == REFERENCES:
        draft.references = texts(value)


def _link(item: str, model: type[models.Model]) -> Address:
    """`kind/slug`, or the slug alone where only one kind can be meant."""
    own = str(model._meta.model_name)
    kind, slash, slug = item.rpartition("/")
    if slash and own in (kind, "document"):
        return kind, slug
    if slash or own == "document":
        raise BadRow(f"“{item}” must be written as kind/slug, for example article/its-slug.")
    return own, slug


def _table(model: type[models.Model], value: object) -> list[dict[str, Any]]:
    known, faults, found = fields_of(model), list[str](), []
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise BadRow(f"must be a list of rows with: {', '.join(known)}.")
    for number, row in enumerate(value, start=1):
        form = filled(model, row)
        unknown = [f"{name}: there is no such field." for name in row if name not in known]
        faults += [f"row {number}: {message}" for message in (*unknown, *form.faults)]
        found.append(form.values)
    if faults:
        raise BadRow(*faults)
    return found


def _source(given: dict[str, Any], model: type[Document]) -> dict[str, str]:
    """A row without an address has no source."""
    wrong = [name for name, value in given.items() if not isinstance(value, str | None)]
    if wrong:
        raise BadRow(*(f"source {name}: must be text." for name in wrong))
    source = {name: line(value) for name, value in given.items() if value}
    if not source.get("url"):
        return {}
    if not issubclass(model, Cites):
        raise BadRow("source: pages of this kind list no sources; leave --source out.")
    return source
