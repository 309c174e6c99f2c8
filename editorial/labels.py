"""What a person calls a field: as forms say it, so that “NCIt code” stays as it is written.

And what readers see in place of a chosen value, frozen: the words stand in the code, and a change
of them there must not change a page that was signed.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst

if TYPE_CHECKING:
    from editorial.models.document import Document


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


def chosen_labels(document: "Document", content: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """Of each field of the content that is chosen from a list: value → today's words for it."""
    frozen = {}
    for name, value in content.items():
        words = choices_of(type(document), name)
        values = value if isinstance(value, list) else [value]
        if words:
            frozen[name] = {each: words[each] for each in values if each in words}
    return frozen


def choices_of(model: "type[Document]", name: str) -> dict[str, str]:
    """The words of each value that the field may have; empty where any value will do."""
    if name in model.several_of:
        return {value: str(label) for value, label in model.several_of[name].choices}
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return {}
    return {str(value): str(label) for value, label in getattr(field, "flatchoices", ())}
