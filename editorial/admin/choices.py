"""Choices of rows: what is no number of a row is a wrong choice, told at its field, not a fault.

Django asks the database with what was sent, also when it shows the form again; a word is a
ValueError then, and a number beyond 64 bits an OverflowError on SQLite and a DataError elsewhere.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

DIGITS = 18  # always below the largest number that a database holds, 2 to the power of 63


def is_number(value: object) -> bool:
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS


class OneField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def to_python(self, value: object) -> object:
        if value not in self.empty_values and not hasattr(value, "_meta") and not is_number(value):
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, "invalid_choice", {"value": value})
        return super().to_python(value)

    def prepare_value(self, value: object) -> object:
        prepared = super().prepare_value(value)
        return prepared if prepared is None or is_number(prepared) else ""


class ManyField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def clean(self, value: object) -> QuerySet[Model]:
        for pk in value if isinstance(value, (list, tuple)) else []:
            if not is_number(pk):
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, "invalid_choice", {"value": pk})
        return super().clean(value)

    def prepare_value(self, value: object) -> object:
        prepared = super().prepare_value(value)
        return list(filter(is_number, prepared)) if isinstance(prepared, list) else prepared


class RowChoices:
    """Mixin of a ModelAdmin or an inline."""

    def formfield_for_foreignkey(
        self, db_field: object, request: object, **kwargs: object
    ) -> object:
        kwargs.setdefault("form_class", OneField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(
        self, db_field: object, request: object, **kwargs: object
    ) -> object:
        kwargs.setdefault("form_class", ManyField)
        if db_field.name not in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
