"""The library of sources, as an import meets it."""

from typing import Any
from urllib.parse import urlsplit

from editorial.models import User
from editorial.text.slugs import slug_of
from evidence.identifiers import identifier_at
from evidence.library import clean_reference, save_reference
from evidence.markers import marked_keys
from evidence.models import Reference, ReferenceKind
from immunosite.importing.columns import fields_of
from immunosite.importing.row_form import filled
from immunosite.importing.rows import BadRow

COMMENT = "Imported."
TO_COME = -1  # for an id: it will be there


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
            self.by_url[url] = _source_at(url) or self._new_source(fields, by=by)
        return self.by_url[url]

    def cited(
        self, texts: dict[str, object], listed: list[str]
    ) -> tuple[list[str], dict[str, Any]]:
        """The keys that the texts cite, and the ids of those and of the listed. Raises BadRow."""
        marked = list(marked_keys(texts))
        found = {key: self.id_of(key) for key in [*marked, *listed]}
        unknown = [key for key, pk in found.items() if pk is None]
        if unknown:
            raise BadRow(*(f"references: “{key}” is not in the library." for key in unknown))
        return marked, found

    def check_source(self, fields: dict[str, str]) -> None:
        """What `source_of` would refuse; writes nothing. Raises ValidationError."""
        url = fields["url"]
        if url in self.by_url:
            return
        known = _source_at(url)
        if known is None:
            reference = self._reference(fields)
            clean_reference(reference)
            self.ids[reference.key] = TO_COME
        self.by_url[url] = known or TO_COME

    def _new_source(self, fields: dict[str, str], *, by: User) -> int:
        reference = self._reference(fields)
        save_reference(reference, by=by, comment=COMMENT)
        self.ids[reference.key] = reference.pk
        return reference.pk

    def _reference(self, fields: dict[str, str]) -> Reference:
        host = urlsplit(fields["url"]).hostname or ""
        given = {"title": fields["url"][:500], "container": host, **fields}
        key = self._free_key(slug_of(f"{given['container']} {given['title']}", 70))
        return Reference(kind=ReferenceKind.WEB_PAGE, key=key, **given)

    def _free_key(self, wanted: str) -> str:
        wanted = wanted or "source"
        key, number = wanted, 1
        while self.id_of(key):
            number += 1
            key = f"{wanted}-{number}"
        return key


def _source_at(url: str) -> int | None:
    """The source that is kept for this address, under its number where it has one."""
    name, number = identifier_at(url)
    found = Reference.objects.filter(**{name: number} if name else {"url": url})
    return found.values_list("pk", flat=True).first()


def save_library(rows: list[tuple[int, object]], *, by: User) -> int:
    """Save references as the sample's file lists them. Raises BadRow, ValidationError."""
    for line, values in rows:
        if not isinstance(values, dict) or values.keys() - fields_of(Reference).keys():
            raise BadRow(f"line {line}: is not a reference.")
        form = filled(Reference, values)
        if form.faults:
            raise BadRow(*(f"line {line}: {fault}" for fault in form.faults))
        save_reference(form.instance, by=by, comment=COMMENT)
    return len(rows)
