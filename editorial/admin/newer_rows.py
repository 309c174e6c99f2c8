"""The rows of a draft (risks, sources) as somebody else saved them meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.forms import ModelForm
from django.utils.text import capfirst

from editorial import changes
from editorial.admin.conflicts import Conflict
from editorial.admin.inlines import Rows, model_of
from editorial.admin.revisions import UnreadableVersion, loaded_version, revision_rows
from editorial.admin.values import ModelField, comparable, in_words
from editorial.models import Document


@dataclass(frozen=True)
class NewerRows:
    """The rows of one list as they were saved meanwhile, each on a line."""

    lines: list[str]
    only_theirs: bool
    change: changes.Change


Values = tuple[object, ...]


def newer_rows(formset: Rows, document: Document, conflict: Conflict) -> NewerRows | None:
    """Compared value by value; a printed line may leave one out."""
    fields = _fields_of(formset)
    model = model_of(formset)
    saved = model._base_manager.filter(**{formset.fk.attname: document.pk})
    rows = list(saved.order_by(*(model._meta.ordering or ())))
    theirs = [(str(row.pk), _values(fields, _of_row(fields, row))) for row in rows]
    given = [(form, _of_form(fields, form)) for form in formset.forms if _stays(formset, form)]
    mine = [(str(form.instance.pk or ""), _values(fields, each)) for form, each in given]
    base = _base(formset, fields, document, conflict.loaded)
    if theirs == mine or dict(theirs) == base:
        return None
    lines = [_line(fields, _of_row(fields, row)) for row in rows]
    own = [_line(fields, values) for _, values in given]
    label = str(model._meta.verbose_name_plural)
    change = changes.of_part(_part(label, lines, theirs), _part(label, own, mine))
    return NewerRows(lines, dict(mine) == base and len(mine) == len(base), change)


def _fields_of(formset: Rows) -> list[ModelField]:
    """The model's fields that the form of a row can change, in the order of the form."""
    meta = model_of(formset)._meta
    fields = {each.name: each for each in meta.concrete_fields if each not in (meta.pk, formset.fk)}
    return [fields[name] for name in formset.form.base_fields if name in fields]


def _of_row(fields: Sequence[ModelField], row: models.Model) -> list[object]:
    return [each.value_from_object(row) for each in fields]


def _of_form(fields: Sequence[ModelField], form: "ModelForm[models.Model]") -> list[object]:
    """As typed where it is not valid."""
    cleaned = getattr(form, "cleaned_data", {})
    return [cleaned.get(each.name, form[each.name].value()) for each in fields]


def _values(fields: Sequence[ModelField], values: Sequence[object]) -> Values:
    return tuple(comparable(each, value) for each, value in zip(fields, values, strict=True))


def _base(
    formset: Rows, fields: Sequence[ModelField], document: Document, draft_version: int
) -> dict[str, Values] | None:
    version = loaded_version(document, draft_version)
    if version is None:
        return None
    try:
        rows = revision_rows(version, model_of(formset)).items()
    except UnreadableVersion:
        return None
    return {pk: _values(fields, [row.get(each.name) for each in fields]) for pk, row in rows}


def _stays(formset: Rows, form: "ModelForm[models.Model]") -> bool:
    return form not in formset.deleted_forms and (form.instance.pk or form.has_changed())


def _line(fields: Sequence[ModelField], values: Sequence[object]) -> str:
    """“Name: Rash; How common: Rare; Position: 0”."""
    words = zip(fields, (in_words(*each) for each in zip(fields, values, strict=True)), strict=True)
    return "; ".join(f"{capfirst(each.verbose_name)}: {text or '(empty)'}" for each, text in words)


def _part(label: str, lines: Sequence[str], values: object) -> changes.Part:
    blocks = tuple(block for line in lines for block in changes.lines_of(line, "Row"))
    return changes.Part(label, capfirst(label), blocks, repr(values))
