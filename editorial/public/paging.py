"""Pages of long lists: any page number is answered, never an error."""

from typing import TYPE_CHECKING, TypeVar, overload

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

M = TypeVar("M", bound=Model)
T = TypeVar("T")
PER_PAGE = 24

if TYPE_CHECKING:
    Pages = Paginator[Model]
else:  # Django's own class takes no type parameters
    Pages = Paginator


class CountedUpTo(Pages):
    """Counts `most` rows, and turns to no more; beyond, one narrows the list further."""

    object_list: "QuerySet[Model]"
    most: int

    @cached_property
    def _counted(self) -> int:
        """Up to one more than `most`, so that it is known whether there are more."""
        return self.object_list.order_by().values("pk")[: self.most + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.most)

    @property
    def has_more(self) -> bool:
        """More than are counted."""
        return self._counted > self.most


@overload
def page_of(
    request: HttpRequest, rows: QuerySet[M], per_page: int = ..., most: int | None = ...
) -> Page[M]: ...


@overload
def page_of(request: HttpRequest, rows: list[T], per_page: int = ...) -> Page[T]: ...


def page_of(
    request: HttpRequest,
    rows: QuerySet[M] | list[T],
    per_page: int = PER_PAGE,
    most: int | None = None,
) -> object:
    """With `most`, no more rows than these are counted: `paginator.has_more` says so."""
    paginator: Paginator[object] = Paginator(rows, per_page)
    if most is not None and isinstance(rows, QuerySet):
        paginator = _counted_up_to(most, rows, per_page)
    page = paginator.get_page(request.GET.get("page"))
    if isinstance(rows, QuerySet):
        # The database puts the ids in order, and reads whole rows for this page alone.
        page.object_list = rows.filter(pk__in=page.object_list.values("pk"))  # type: ignore[attr-defined]
    return page


def _counted_up_to(most: int, rows: QuerySet[M], per_page: int) -> "Paginator[object]":
    paginator = CountedUpTo(rows, per_page)
    paginator.most = most
    return paginator  # type: ignore[return-value]
