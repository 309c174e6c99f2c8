"""What a row of each kind may hold, read from the kind's model: a new kind needs nothing here."""

from dataclasses import dataclass
from functools import cache

from django.db import models

from editorial.kinds import all_kinds
from editorial.models import Document
from editorial.text.rich_text import RichTextField
from evidence.cited import Cites

# The writer is named on the command line; the rest no file may set.
NOT_FROM_ROWS = {"id", "document_ptr", "owner"}
KIND, REFERENCES = "kind", "references"


@dataclass(frozen=True)
class ImportedKind:
    model: type[Document]
    plain: "dict[str, models.Field[object, object]]"
    rich: dict[str, RichTextField]
    relations: dict[str, type[models.Model]]  # name → what it points at
    tables: dict[str, type[models.Model]]  # name → rows that belong to the document

    @property
    def names(self) -> set[str]:
        references = {REFERENCES} if self.cites else set()
        return {KIND, *references, *self.plain, *self.rich, *self.relations, *self.tables}

    @property
    def cites(self) -> bool:
        return issubclass(self.model, Cites)

    @property
    def headings(self) -> dict[str, str]:
        """`## Heading` in a Markdown file → the rich field whose label it is."""
        return {str(field.verbose_name): name for name, field in self.rich.items()}


@cache
def kind_of(name: str) -> ImportedKind:
    """Raises LookupError for a kind that is not there."""
    model = Document.model_of(name)
    fields = {
        field.name: field
        for field in model._meta.concrete_fields
        if field.editable and field.name not in NOT_FROM_ROWS
    }
    rich = {key: field for key, field in fields.items() if isinstance(field, RichTextField)}
    return ImportedKind(
        model=model,
        plain={key: field for key, field in fields.items() if key not in rich},
        rich=rich,
        relations={field.name: field.remote_field.model for field in model._meta.many_to_many},
        tables={
            str(relation.get_accessor_name()): relation.related_model
            for relation in model._meta.get_fields(include_parents=False)
            if isinstance(relation, models.ManyToOneRel)
            and not isinstance(relation, models.OneToOneRel)
        },
    )


def kind_names() -> list[str]:
    return sorted(kind.name for kind in all_kinds())
