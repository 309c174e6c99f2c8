"""One value of one field, of a form, a row or a revision: made alike, and in words."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from editorial import changes
from editorial.text.characters import clean_text
from editorial.text.rich_text import RichTextField


def comparable(model_field: Any, value: Any) -> Any:
    """Two values of a field are the same if this is the same of both."""
    if isinstance(model_field, RichTextField):
        return model_field.clean_html(str(value or ""))
    if isinstance(model_field, models.ManyToManyField):
        return sorted(str(getattr(each, "pk", each)) for each in value or [])
    if isinstance(model_field, models.ForeignKey):
        return str(getattr(value, "pk", value))
    if isinstance(model_field, (models.CharField, models.TextField)):
        return clean_text(str(value or "")).strip()
    try:
        return model_field.to_python(value)
    except (ValidationError, TypeError, ValueError):
        return value


def in_words(model_field: Any, value: object) -> str:
    """As a person reads it; “empty” has no words."""
    if isinstance(model_field, models.ManyToManyField):
        return "\n".join(_names(model_field, value))
    if isinstance(model_field, models.ForeignKey):
        return ", ".join(_names(model_field, [value] if value else []))
    if isinstance(model_field, (models.CharField, models.TextField)) and not model_field.choices:
        return comparable(model_field, value)  # type: ignore[no-any-return]
    return _plain(comparable(model_field, value), dict(model_field.flatchoices))


def _plain(value: object, choices: dict[object, object]) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{date_format(timezone.localtime(value), 'j F Y, H:i')} UTC"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(choices.get(value, value))


def _names(model_field: Any, value: Any) -> list[str]:
    """Of related rows, which a form holds as rows and a refused form as their numbers."""
    items = list(value or [])
    numbers = [each for each in items if not isinstance(each, models.Model)]
    known = {each for each in numbers if str(each).isdecimal() and len(str(each)) < 19}
    rows = model_field.related_model.objects.in_bulk([int(each) for each in known])
    return [str(rows.get(int(each), each) if each in known else each) for each in items]


def part_of(model_field: Any, value: object) -> changes.Part:
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
