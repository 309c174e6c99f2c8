"""Cursors: a page of a list by where the one before ended, not by how many came before.

So a page published meanwhile shifts nothing. A cursor is signed: it can only be one that we gave.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import Q

from editorial.models import Edition
from editorial.models.edition import EditionQuerySet
from editorial.public.views import with_notices
from immunosite.api.problems import bad_request


@dataclass(frozen=True)
class Order:
    """By `first`, then by `then`, which together no two editions of a list share."""

    first: str
    then: str
    descending: bool = False

    @property
    def names(self) -> list[str]:
        sign = "-" if self.descending else ""
        return [f"{sign}{self.first}", f"{sign}{self.then}"]

    def after(self, first: object, then: int) -> Q:
        beyond = "lt" if self.descending else "gt"
        same = Q(**{self.first: first, f"{self.then}__{beyond}": then})
        return Q(**{f"{self.first}__{beyond}": first}) | same

    def place_of(self, edition: Edition) -> list[object]:
        place = [getattr(edition, self.first), getattr(edition, self.then)]
        return [each.isoformat() if isinstance(each, datetime) else each for each in place]

    @property
    def signer(self) -> Signer:
        # The salt is the order, so that no cursor can be used in another one. Without a time:
        # the same page has the same bytes, and the same ETag, from every process.
        return Signer(salt=f"immunosite.api.cursor {' '.join(self.names)}")


# The document's id and not the edition's: a page published again under its title keeps its place.
ORDERS = {
    "title": Order("title", "document_id"),
    # Whatever is published while somebody walks comes at the end: nothing is missed.
    "published": Order("effective_from", "pk"),
}
NEWEST_FIRST = Order("number", "pk", descending=True)


def page(
    editions: EditionQuerySet, order: Order, cursor: str | None, limit: int
) -> tuple[list[Edition], str | None]:
    """At most `limit` editions with their badges, and the cursor of those that follow.

    Two queries. Raises Problem (400) for a cursor that is not ours."""
    if cursor:
        editions = editions.filter(order.after(*_place(order, cursor)))
    # The database sorts ids alone, and reads the long texts of this page only.
    ids = editions.order_by(*order.names).values("pk")[: limit + 1]
    shown_ones = Edition.objects.filter(pk__in=ids).shown()
    rows = list(shown_ones.order_by(*order.names))
    shown = rows[:limit]
    with_notices(shown)
    more = len(rows) > limit
    return shown, order.signer.sign_object(order.place_of(shown[-1])) if more else None


def _place(order: Order, cursor: str) -> tuple[object, int]:
    try:
        first, then = order.signer.unsign_object(cursor)
    except BadSignature:
        raise bad_request(
            "“cursor” is not one that this list gave in this order. Follow `next` as it stands, or"
            " begin again without a cursor."
        ) from None
    return first, then
