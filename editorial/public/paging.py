"""Pages of long lists: any page number is answered, never an error."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 24


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | list[Any], per_page: int = PER_PAGE
) -> Page[Any]:
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    if isinstance(rows, QuerySet):
        # The database puts the ids in order, and reads whole rows for this page alone.
        page.object_list = rows.filter(pk__in=page.object_list.values("pk"))  # type: ignore[attr-defined]
    return page
