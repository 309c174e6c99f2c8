"""Values as they come from a file, checked and put into the types of the model's fields."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from immunosite.importing.kinds import REFERENCES, ImportedKind
from immunosite.importing.mapping import Mapping
from immunosite.importing.rows import BadRow, Place, Row, messages_of

TEXT = (models.CharField, models.TextField)
Links = dict[str, list[tuple[str, str]]]  # relation → (kind, slug), …


@dataclass
class Draft:
    """One row, ready to be saved."""

    place: Place
    kind: ImportedKind
    values: dict[str, Any] = field(default_factory=dict)
    links: Links = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    tables: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)  # of its long texts, each with its field


def read_draft(row: Row, mapping: Mapping) -> Draft:
    """Raises BadRow with all that is wrong with the row's types."""
    kind, values, source, left_out = mapping.read(row)
    draft, faults = Draft(row.place, kind, left_out=left_out), []
    for name, value in values.items():
        try:
            _enter(draft, name, value)
        except (BadRow, ValidationError) as error:
            faults += [f"{name}: {message}" for message in messages_of(error)]
    try:
        draft.source = _source(source)
        if draft.source and not kind.cites:
            raise BadRow("source: pages of this kind list no sources; leave --source out.")
    except BadRow as error:
        faults += error.messages
    if faults:
        raise BadRow(*faults)
    return draft


def _enter(draft: Draft, name: str, value: object) -> None:
    kind = draft.kind
    if name in kind.plain:
        draft.values[name] = plain_value(kind.plain[name], value)
    elif name in kind.rich:
        draft.values[name] = value
    elif name in kind.relations:
        draft.links[name] = [_link(item, kind.relations[name]) for item in texts(value)]
    elif name in kind.tables:
        draft.tables[name] = _table(kind.tables[name], value)
    elif name == REFERENCES:
        draft.references = texts(value)


def plain_value(model_field: "models.Field[object, object]", value: Any) -> object:
    """The value in the field's type. Its length and choices are checked when it is saved."""
    if isinstance(model_field, models.TextField):
        return "\n".join(_line(item) for item in value) if _is_texts(value) else text(value)
    if isinstance(model_field, TEXT):
        return _line(text(value))
    if isinstance(model_field, models.DateTimeField):
        return _moment(model_field, text(value))
    if isinstance(model_field, models.IntegerField) and isinstance(value, bool | float):
        raise BadRow("must be a whole number.")
    return model_field.to_python(value)


def _moment(model_field: "models.DateTimeField[object, object]", value: str) -> object:
    moment = model_field.to_python(value)
    if timezone.is_naive(moment):
        raise BadRow("needs its time zone, for example 2030-01-31T09:00:00+00:00.")
    return moment


def text(value: object) -> str:
    """A year as a title is written without quotes; it reads the same."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise BadRow(f"must be text, not {_type(value)}.")
    return value


def texts(value: Any) -> list[str]:
    if not _is_texts(value):
        raise BadRow("must be a list of texts.")
    return [_line(item) for item in value]


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _line(value: str) -> str:
    return " ".join(value.split())


def _type(value: object) -> str:
    names = {bool: "true or false", list: "a list", dict: "a mapping"}
    return names.get(type(value), "a number")


def _link(item: str, model: type[models.Model]) -> tuple[str, str]:
    """`kind/slug`, or the slug alone where only one kind can be meant."""
    own = str(model._meta.model_name)
    kind, slash, slug = item.rpartition("/")
    if slash and own in (kind, "document"):
        return kind, slug
    if slash or own == "document":
        raise BadRow(f"“{item}” must be written as kind/slug, for example article/its-slug.")
    return own, slug


def _table(model: type[models.Model], value: object) -> list[dict[str, object]]:
    fields = {
        each.name: each
        for each in model._meta.concrete_fields
        if each.editable and not each.primary_key and not each.is_relation
    }
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise BadRow(f"must be a list of rows with: {', '.join(fields)}.")
    return [_table_row(number, fields, row) for number, row in enumerate(value, start=1)]


def _table_row(number: int, fields: dict[str, Any], row: dict[str, object]) -> dict[str, object]:
    unknown = row.keys() - fields.keys()
    if unknown:
        raise BadRow(f"row {number}: unknown field: {', '.join(sorted(unknown))}.")
    try:
        return {name: plain_value(fields[name], value) for name, value in row.items()}
    except (BadRow, ValidationError) as error:
        raise BadRow(*(f"row {number}: {message}" for message in messages_of(error))) from None


def _source(given: dict[str, Any]) -> dict[str, str]:
    """A row without an address has no source."""
    wrong = [name for name, value in given.items() if not isinstance(value, str | None)]
    if wrong:
        raise BadRow(*(f"source {name}: must be text." for name in wrong))
    source = {name: _line(value) for name, value in given.items() if value}
    return source if source.get("url") else {}
