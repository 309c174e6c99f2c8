"""Filters: those of the site's own lists, over the editions in force."""

from collections.abc import Mapping
from typing import TypedDict

from django.db.models import QuerySet

from editorial.kinds import topics
from editorial.models import Edition, EditionFacet
from editorial.models.edition import EditionQuerySet


class Ids(TypedDict):
    edition: int


VALUES = ["genre", "mechanism", "route"]


def live(kind: str, parameters: Mapping[str, str]) -> EditionQuerySet:
    """The live editions of a kind (empty: of all) that all the filters leave."""
    editions = Edition.objects.live()
    if kind:
        editions = editions.filter(kind=kind)
    for role in VALUES:
        if role in parameters:
            editions = editions.with_facet(role, parameters[role])
    for role, topic in topics().items():
        if role in parameters:
            editions = editions.filter(pk__in=_naming(role, topic.name, parameters[role]))
    return editions


def _naming(role: str, kind: str, slug: str) -> "QuerySet[EditionFacet, Ids]":
    """Ids of the editions that name the live page; none where it is unknown or not live."""
    named = Edition.objects.live().filter(kind=kind, slug=slug)
    facets = EditionFacet.objects.filter(role=role, document__in=named.values("document"))
    return facets.values("edition")
