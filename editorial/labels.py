"""What a person calls a field: as forms say it, so that “NCIt code” stays as it is written."""

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst


def field_label(model: type[models.Model], name: str) -> str:
    """Of a field or a relation of the model; of any other name, the name in words."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return words_of_name(name)
    return capfirst(str(getattr(field, "verbose_name", ""))) or words_of_name(name)


def words_of_name(name: str) -> str:
    """`change_note` → “Change note”."""
    return capfirst(name.replace("_", " "))
