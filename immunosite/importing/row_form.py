"""A row is filled into a form, as a writer fills one in the admin: the form's own messages say what
is wrong. Only what a file can hold and a box on a page cannot is checked here besides.
"""

from datetime import datetime
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property

from editorial.acts.drafts import readable
from editorial.text.rich_text import RichTextField
from immunosite.importing.columns import fields_of
from immunosite.importing.rows import messages_of

TYPES = {bool: "true or false", list: "a list", dict: "a mapping"}


def text(value: object) -> str:
    """A year as a title is written without quotes; it reads the same. Raises ValidationError."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValidationError(f"must be text, not {TYPES.get(type(value), 'a number')}.")
    return value


def texts(value: object) -> list[str]:
    if not is_texts(value):
        raise ValidationError("must be a list of texts.")
    return [line(item) for item in value]  # type: ignore[attr-defined]


def is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def line(value: str) -> str:
    return " ".join(value.split())


class LineField(forms.CharField):
    def to_python(self, value: object) -> str:
        return readable(line(text(value)))


class AddressField(LineField, forms.SlugField):
    """A line that is an address."""


class LinesField(forms.CharField):
    """A list is one entry a line."""

    def to_python(self, value: object) -> str:
        return readable("\n".join(texts(value)) if is_texts(value) else text(value))


class MomentField(forms.DateTimeField):
    def to_python(self, value: Any) -> datetime | None:
        try:
            moment = parse_datetime(text(value))
        except ValueError:
            moment = None
        if moment and timezone.is_naive(moment):
            raise ValidationError("needs its time zone, for example 2030-01-31T09:00:00+00:00.")
        return super().to_python(value)


class SwitchField(forms.Field):
    """A box on a page is ticked or not; of the words in a file nothing is guessed."""

    def to_python(self, value: object) -> object:
        if not isinstance(value, bool):
            raise ValidationError("must be true or false.")
        return value


CLASSES: "dict[type[models.Field[Any, Any]], type[forms.Field]]" = {
    models.TextField: LinesField,
    models.SlugField: AddressField,
    models.CharField: LineField,
    models.DateTimeField: MomentField,
}


def _form_field(field: "models.Field[Any, Any]") -> forms.Field | None:
    """As a page has it, but a value comes as it is: there is no browser to make text of it."""
    if isinstance(field, models.BooleanField):
        return SwitchField(required=False)
    if isinstance(field, RichTextField | models.JSONField):  # the model says all there is to say
        return forms.Field(required=not field.blank)
    own = next((form for kind, form in CLASSES.items() if isinstance(field, kind)), None)
    given: dict[str, Any] = {"form_class": own} if own else {}
    return field.formfield(widget=forms.TextInput, **given)


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean(self) -> dict[str, Any]:
        """What only the database can tell is asked elsewhere, for many rows in one question."""
        return self.cleaned_data

    @cached_property
    def faults(self) -> list[str]:
        """One sentence for each, its field named."""
        return [] if self.is_valid() else messages_of(ValidationError(self.errors.as_data()))

    @property
    def values(self) -> dict[str, Any]:
        """As the model holds them, once `faults` were asked for."""
        return {name: getattr(self.instance, name) for name in self.fields}


def filled(model: type[models.Model], values: dict[str, Any]) -> RowForm:
    """The form of a row with these columns, and with those that it lacks."""
    form: RowForm = _form_of(model, frozenset(values))(values)
    return form


@cache
def _form_of(model: type[models.Model], given: frozenset[str]) -> type[RowForm]:
    needed = [
        name
        for name, field in fields_of(model).items()
        if name in given or not (field.blank or field.has_default())
    ]
    form: Any = forms.modelform_factory(
        model, form=RowForm, fields=needed, formfield_callback=_form_field
    )
    return form  # type: ignore[no-any-return]
