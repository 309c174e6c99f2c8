"""What a row of a kind may hold, read from the kind's model: a new kind needs nothing here."""

from dataclasses import dataclass
from functools import cache

from django.db import models

from editorial.kinds import all_kinds
from editorial.models import Document
from editorial.text.rich_text import RichTextField
from evidence.cited import Cites

KIND, REFERENCES = "kind", "references"


@cache
def fields_of(model: type[models.Model]) -> "dict[str, models.Field[object, object]]":
    """What a file may set: of a document not the writer, who is named on the command line, of a
    row that belongs to it not the document."""
    return {
        field.name: field
        for field in model._meta.concrete_fields
        if field.editable and not (field.primary_key or field.is_relation)
    }


@dataclass(frozen=True)
class Columns:
    plain: "dict[str, models.Field[object, object]]"
    rich: dict[str, RichTextField]
    relations: dict[str, type[models.Model]]  # name → what it points at
    tables: dict[str, type[models.Model]]  # name → rows that belong to the document
    names: frozenset[str]

    @property
    def headings(self) -> dict[str, str]:
        """`## Heading` in a Markdown file → the rich field whose label it is."""
        return {str(field.verbose_name): name for name, field in self.rich.items()}


@cache
def columns_of(model: type[Document]) -> Columns:
    fields = fields_of(model)
    rich = {key: field for key, field in fields.items() if isinstance(field, RichTextField)}
    relations = {field.name: field.remote_field.model for field in model._meta.many_to_many}
    tables = {
        str(relation.get_accessor_name()): relation.related_model
        for relation in model._meta.get_fields(include_parents=False)
        if isinstance(relation, models.ManyToOneRel)
        and not isinstance(relation, models.OneToOneRel)
    }
    references = {REFERENCES} if issubclass(model, Cites) else set()
    return Columns(
        plain={key: field for key, field in fields.items() if key not in rich},
        rich=rich,
        relations=relations,
        tables=tables,
        names=frozenset({KIND, *references, *fields, *relations, *tables}),
    )


def kind_names() -> list[str]:
    return sorted(kind.name for kind in all_kinds())
