"""Badges that this process computed before, for what is put together anew at each request.

A search names dozens of pages and answers none of them. Their bytes are read each time; texts and
record are taken apart and proven only where these are not those that were proven. See docs/adr/.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from editorial.built_from import document, reading
from editorial.kept_by_bytes import KeptByBytes
from editorial.proof import Badge, is_text, load_records

# Its module asks this one.
if TYPE_CHECKING:
    from editorial.models.edition import Edition, EditionQuerySet

kept_badges: KeptByBytes[Badge] = KeptByBytes()


class ProvenName(NamedTuple):
    document_id: int
    kind: str
    slug: str
    title: str


def with_kept_badges(rows: "Iterable[Edition]") -> "list[Edition]":
    """As `as_signed`, of rows that bring their bytes along: one query, or none where each was
    proven before. What has no badge is looked into, and logged, each time."""
    editions = [each for each in rows if is_text(each)]
    unknown = [each for each in editions if not _is_known(each)]
    with reading(*(document(each.document_id) for each in editions)):
        load_records(unknown)
    for each in unknown:
        if each.badge:
            kept_badges.keep(each.pk, vars(each)["stored"], each.badge)
    return editions


def _is_known(row: "Edition") -> bool:
    badge = kept_badges.find(row.pk, vars(row)["stored"])
    if badge:
        row.__dict__["badge"] = badge
    return badge is not None


def proven_names(editions: "EditionQuerySet") -> list[ProvenName]:
    """What those with a badge are called, to stand beside that of another; in no order. One query;
    two more where one was not proven before."""
    columns = ("pk", "stored", "document", "kind", "slug", "title")
    rows = list(editions.with_stored_bytes().order_by().values_list(*columns))
    # A badge says that these columns are those of the text.
    names = {pk: ProvenName(*name) for pk, stored, *name in rows if kept_badges.find(pk, stored)}
    unknown = [pk for pk, *_ in rows if pk not in names]
    found = editions.filter(pk__in=unknown).with_badges() if unknown else []
    return [*names.values(), *(_name_of(each) for each in found if each.badge)]


def _name_of(row: "Edition") -> ProvenName:
    return ProvenName(row.document_id, row.kind, row.slug, row.title)
