"""Pages of the admin's lists: what they cost does not grow with the list."""

from django.core.paginator import Page
from django.db.models import Model

from editorial.public.paging import CountedUpTo


class ListPaginator(CountedUpTo):
    most = 10_000

    def page(self, number: int | str) -> Page[Model]:
        """The database puts the ids in order, and works out the columns for this page alone."""
        found = super().page(number)
        ids = found.object_list.values("pk")  # type: ignore[attr-defined]
        found.object_list = self.object_list.filter(pk__in=ids)
        return found
