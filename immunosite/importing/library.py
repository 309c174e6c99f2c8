"""The library of sources, as an import meets it."""

from typing import Any
from urllib.parse import urlsplit

from editorial.models import User
from editorial.slugs import slug_of
from evidence.library import save_reference
from evidence.models import Kind, Reference
from immunosite.importing.rows import BadRow
from immunosite.importing.values import plain_value

COMMENT = "Imported."


class Library:
    """Remembers what it has looked up, so that a source costs one query in a whole import."""

    def __init__(self) -> None:
        self.ids: dict[str, int | None] = {}
        self.by_url: dict[str, int] = {}

    def id_of(self, key: str) -> int | None:
        if key not in self.ids:
            found = Reference.objects.filter(key=key)
            self.ids[key] = found.values_list("pk", flat=True).first()
        return self.ids[key]

    def source_of(self, fields: dict[str, str], *, by: User) -> int:
        """The web page that a row came from; one address is one source."""
        url = fields["url"]
        if url not in self.by_url:
            known = Reference.objects.filter(url=url).values_list("pk", flat=True).first()
            self.by_url[url] = known or self._new_source(fields, by=by)
        return self.by_url[url]

    def _new_source(self, fields: dict[str, str], *, by: User) -> int:
        host = urlsplit(fields["url"]).hostname or ""
        given = {"title": fields["url"][:500], "container": host, **fields}
        key = self._free_key(slug_of(f"{given['container']} {given['title']}", 70))
        reference = Reference(kind=Kind.WEB_PAGE, key=key, **given)
        save_reference(reference, by=by, comment=COMMENT)
        self.ids[key] = reference.pk
        return reference.pk

    def _free_key(self, wanted: str) -> str:
        wanted = wanted or "source"
        key, number = wanted, 1
        while self.id_of(key):
            number += 1
            key = f"{wanted}-{number}"
        return key


def save_library(rows: list[tuple[int, Any]], *, by: User) -> int:
    """Save references as the sample's file lists them. Raises BadRow, ValidationError."""
    fields = {field.name: field for field in Reference._meta.concrete_fields if field.editable}
    for line, values in rows:
        if not isinstance(values, dict) or values.keys() - fields.keys():
            raise BadRow(f"line {line}: is not a reference.")
        typed = {name: plain_value(fields[name], value) for name, value in values.items()}
        save_reference(Reference(**typed), by=by, comment=COMMENT)
    return len(rows)
