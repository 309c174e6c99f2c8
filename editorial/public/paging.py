"""Pages of long lists: any page number is answered, never an error."""

from typing import TypeVar, overload

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
T = TypeVar("T")
PER_PAGE = 24


@overload
def page_of(request: HttpRequest, rows: QuerySet[M], per_page: int = ...) -> Page[M]: ...


@overload
def page_of(request: HttpRequest, rows: list[T], per_page: int = ...) -> Page[T]: ...


def page_of(request: HttpRequest, rows: QuerySet[M] | list[T], per_page: int = PER_PAGE) -> object:
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    if isinstance(rows, QuerySet):
        # The database puts the ids in order, and reads whole rows for this page alone.
        page.object_list = rows.filter(pk__in=page.object_list.values("pk"))  # type: ignore[attr-defined]
    return page
