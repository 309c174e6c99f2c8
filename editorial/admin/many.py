"""Choices of several rows: a number that no database can hold is a wrong choice, not a fault."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LARGEST = 2**63 - 1


def is_number(value: Any) -> bool:
    return str(value).isdecimal() and int(value) <= LARGEST


class ManyField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    # Django hands numbers to the database as they are, and SQLite raises OverflowError.

    def clean(self, value: Any) -> Any:
        for pk in value if isinstance(value, (list, tuple)) else []:
            if not is_number(pk):
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, "invalid_choice", {"value": pk})
        return super().clean(value)

    def prepare_value(self, value: Any) -> Any:
        prepared = super().prepare_value(value)
        return list(filter(is_number, prepared)) if isinstance(prepared, list) else prepared


class ManyFields:
    """Mixin of a ModelAdmin."""

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("form_class", ManyField)
        if db_field.name not in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
