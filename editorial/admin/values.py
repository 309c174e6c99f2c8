"""One value of one field, of a form, a row or a revision: made alike, and in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from editorial import changes
from editorial.admin.choices import is_number
from editorial.text.characters import clean_text
from editorial.text.rich_text import RichTextField

if TYPE_CHECKING:
    ModelField = models.Field[object, object]
else:  # Django's own classes take no type parameters
    ModelField = models.Field


def field_of(row: models.Model, name: str) -> ModelField:
    """Raises FieldDoesNotExist for what has no value in a form: the other end of a relation."""
    found = row._meta.get_field(name)
    if not isinstance(found, models.Field):
        raise FieldDoesNotExist(f"{name} is no field of {type(row).__name__}.")
    return found


def comparable(model_field: ModelField, value: object) -> object:
    """Two values of a field are the same if this is the same of both."""
    if isinstance(model_field, RichTextField):
        return model_field.clean_html(str(value or ""))
    if isinstance(model_field, models.ManyToManyField):
        return sorted(str(getattr(each, "pk", each)) for each in _items(value))
    if isinstance(model_field, models.ForeignKey):
        return str(getattr(value, "pk", value))
    if isinstance(model_field, (models.CharField, models.TextField)):
        return _text(value)
    try:
        return model_field.to_python(value)
    except (ValidationError, TypeError, ValueError):
        return value


def in_words(model_field: ModelField, value: object) -> str:
    """As a person reads it; “empty” has no words."""
    if isinstance(model_field, models.ManyToManyField):
        return "\n".join(_names(model_field.related_model, value))
    if isinstance(model_field, models.ForeignKey):
        return ", ".join(_names(model_field.related_model, [value] if value else []))
    if isinstance(model_field, (models.CharField, models.TextField)) and not model_field.choices:
        return _text(value)
    return _plain(comparable(model_field, value), dict(model_field.flatchoices))


def _text(value: object) -> str:
    return clean_text(str(value or "")).strip()


def _items(value: object) -> list[object]:
    """Rows, or what stands for them; nothing where nothing is chosen."""
    return list(value) if isinstance(value, Iterable) else []


def _plain(value: object, choices: Mapping[object, object]) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{date_format(timezone.localtime(value), 'j F Y, H:i')} UTC"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(choices.get(value, value))


def _names(model: type[models.Model], value: object) -> list[str]:
    """Of related rows, which a form holds as rows and a refused form as their numbers."""
    items = _items(value)
    numbers = [each for each in items if not isinstance(each, models.Model)]
    known = {str(each) for each in numbers if is_number(each)}
    rows = model._default_manager.in_bulk([int(each) for each in known])
    return [str(rows.get(int(str(each)), each) if str(each) in known else each) for each in items]


def part_of(model_field: ModelField, value: object) -> changes.Part:
    """For the comparison. What makes two values differ is part of it, even where words do not."""
    label = capfirst(str(model_field.verbose_name))
    same = repr(comparable(model_field, value))
    if isinstance(model_field, RichTextField):
        return changes.Part(
            model_field.name,
            label,
            tuple(changes.blocks_of_html(model_field.clean_html(str(value or "")))),
            same,
        )
    lines = tuple(changes.lines_of(in_words(model_field, value)))
    return changes.Part(model_field.name, label, lines, same)
