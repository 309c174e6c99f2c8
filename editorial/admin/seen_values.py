"""Filters by the values that a column has, without reading the column through."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import RawSQL
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.db.models.fields.related import RelatedField
    from django.utils.functional import _StrOrPromise

    AnyField = Field[object, object] | RelatedField[Model, Model]

# From one value to the next, each a jump in an index that begins with the column.
JUMPS = """
    WITH RECURSIVE seen(value) AS (
        SELECT min({column}) FROM {table}
        UNION ALL
        SELECT (SELECT min({column}) FROM {table} WHERE {column} > seen.value)
        FROM seen WHERE seen.value IS NOT NULL)
    SELECT value FROM seen WHERE value IS NOT NULL"""


def seen_values(field: "AnyField") -> str:
    """SQL for the values of a column that begins an index, in their order."""
    table = field.model._meta.db_table
    return JUMPS.format(column=f'"{field.column}"', table=f'"{table}"')


class SeenFilter(admin.AllValuesFieldListFilter):
    """Of a plain column."""

    def __init__(self, field: "Field[object, object]", *given: object, field_path: str) -> None:
        super().__init__(field, *given, field_path)  # type: ignore[arg-type, call-arg]
        with connection.cursor() as cursor:
            cursor.execute(seen_values(field))
            # Django's own is a query for all of them, which nobody has asked yet.
            self.lookup_choices = [value for (value,) in cursor.fetchall()]  # type: ignore[assignment]


class SeenRelatedFilter(admin.RelatedFieldListFilter):
    """Of a foreign key: those to whom any row leads."""

    def field_choices(
        self,
        field: "RelatedField[Model, Model]",
        request: HttpRequest,
        model_admin: "ModelAdmin[Model]",
    ) -> "list[tuple[str, _StrOrPromise]]":
        named = {"pk__in": RawSQL(seen_values(field), [])}  # noqa: S611 - a table and a column
        ordering = self.field_admin_ordering(field, request, model_admin)
        people = field.get_choices(include_blank=False, limit_choices_to=named, ordering=ordering)
        return list(people)  # type: ignore[arg-type]  # of one level
