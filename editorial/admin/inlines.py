"""Rows that belong to a document's draft: risks, sources. They are saved with it or not at all."""

from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, QueryDict

from editorial.admin.base import StackedInline
from editorial.models import Document
from editorial.rights import may_view
from editorial.workflow import Act, can, has_right

if TYPE_CHECKING:
    from django.contrib.admin.options import InlineModelAdmin

    DocumentInline = InlineModelAdmin[models.Model, Document]
    Rows = BaseInlineFormSet[models.Model, Document]
else:  # Django's own classes take no type parameters
    from django.contrib.admin.options import InlineModelAdmin as DocumentInline

    Rows = BaseInlineFormSet

M = TypeVar("M", bound=models.Model)
MOST_ROWS = 400  # of a list in one document


def may_edit(request: HttpRequest, document: Document | None) -> bool:
    """On POST the form itself tells of a wrong state, because a refusal here would lose the text;
    the door for drafts refuses the save in any case."""
    if not has_right(request.user, Act.EDIT):
        return False
    if document is None or not document.pk or request.method == "POST":
        return True
    return can(request.user, Act.EDIT, document)


def model_of(rows: Rows) -> type[models.Model]:
    if rows.model is None:  # as Django makes them, they always have one
        raise TypeError("These rows have no model.")
    return rows.model


class DraftRows(StackedInline[M, Document]):
    """Rows of a document, in its form: whoever may edit the draft may edit its rows."""

    extra = 0
    max_num = MOST_ROWS

    def get_formset(
        self, request: HttpRequest, obj: Document | None = None, **kwargs: object
    ) -> type["BaseInlineFormSet[M, Document]"]:
        # Else a forged count has Django build and draw 2,000 rows.
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return may_view(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return may_edit(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return may_edit(request, obj)


def vanished_rows_as_new(
    data: QueryDict, prefix: str, inline: DocumentInline, document: Document | None
) -> None:
    """Rows that somebody else took out meanwhile come back as new rows of the user's form.

    Django would refuse them for ever with “select a valid choice” on a hidden field. In a form
    set the known rows come first, so those that stay known are moved up.
    """
    try:
        total = int(data.get(f"{prefix}-TOTAL_FORMS", ""))
        known = int(data.get(f"{prefix}-INITIAL_FORMS", ""))
    except ValueError:
        return  # Django's management form says what is wrong
    if not 0 <= known <= total <= 1000:
        return
    pk_name, existing = _pk_name(inline.model), _existing(inline, document)
    rows = [_take_row(data, f"{prefix}-{number}-") for number in range(total)]
    stay = [row for row in rows[:known] if _is_known(row, pk_name, existing)]
    again = [
        {**row, pk_name: [""]}
        for row in rows[:known]
        if not _is_known(row, pk_name, existing) and "DELETE" not in row
    ]
    _put_rows(data, prefix, [*stay, *again, *rows[known:]])
    data[f"{prefix}-INITIAL_FORMS"] = str(len(stay))


def _existing(inline: DocumentInline, document: Document | None) -> set[str]:
    fields = [each for each in inline.model._meta.fields if _points_to_document(each)]
    rows = inline.model._default_manager.filter(
        **{fields[0].attname: (document and document.pk) or 0}
    )
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _pk_name(model: type[models.Model]) -> str:
    return model._meta.pk.name


def _is_known(row: dict[str, list[str]], pk_name: str, existing: set[str]) -> bool:
    return row.get(pk_name, [""])[-1].strip() in existing


def _take_row(data: QueryDict, start: str) -> dict[str, list[str]]:
    return {key[len(start) :]: data.pop(key) for key in list(data) if key.startswith(start)}


def _put_rows(data: QueryDict, prefix: str, rows: list[dict[str, list[str]]]) -> None:
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    for number, row in enumerate(rows):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)


def _points_to_document(field: "models.Field[object, object]") -> bool:
    other = field.related_model
    return isinstance(other, type) and issubclass(other, Document)
