"""Pages of the admin's lists: what they cost does not grow with the list."""

from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property

if TYPE_CHECKING:
    Rows = QuerySet[Model]
    Pages = Paginator[Model]
else:  # Django's own class takes no type parameters
    Pages = Paginator

MOST = 10_000  # rows that are counted, and that can be turned to; beyond, one searches or filters


class ListPaginator(Pages):
    object_list: "Rows"

    @cached_property
    def _counted(self) -> int:
        """Up to one more than MOST, so that it is known whether there are more."""
        return self.object_list.order_by().values("pk")[: MOST + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    @property
    def has_more(self) -> bool:
        """More than are counted."""
        return self._counted > MOST

    def page(self, number: int | str) -> "Page[Model]":
        """The database puts the ids in order, and works out the columns for this page alone."""
        found = super().page(number)
        ids = found.object_list.values("pk")  # type: ignore[attr-defined]
        found.object_list = self.object_list.filter(pk__in=ids)
        return found
