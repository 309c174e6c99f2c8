"""Filters: those of the site's own lists, over the editions in force."""

from collections.abc import Mapping

from editorial.kinds import topics
from editorial.models import Edition
from editorial.models.edition import EditionQuerySet

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
            # None where it is unknown or not live.
            named = Edition.objects.live().filter(kind=topic.name, slug=parameters[role])
            editions = editions.naming(role, named)
    return editions
