"""Lists answer any address: what cannot be filtered by leads to the whole list, with a message."""

from django.contrib import messages
from django.contrib.admin import ListFilter, ShowFacets
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.db import DataError
from django.http import HttpRequest, HttpResponse

from editorial.admin.choices import is_number
from editorial.admin.paging import ListPaginator

CANNOT_FILTER = "This list cannot be filtered by what the address says; all of it is shown."
NOT_IN_LIST = "One of the chosen rows is not in this list. Nothing was changed; choose again."


# What they are, whether there are any, what is left of the address, and two marks.
Filters = tuple[list[ListFilter], bool, dict[str, bool | str], bool, bool]


class AnyChangeList(ChangeList):
    """Filtered by what the page offers, and by nothing else.

    Django would pass any lookup of any field on to the database, where most of them can fail:
    regular expressions that do not parse, ranges with one end, year 0.
    """

    def get_filters(self, request: HttpRequest) -> Filters:
        found = super().get_filters(request)
        if found[2].keys() - set(getattr(self.model_admin, "linked_lookups", ())):
            raise IncorrectLookupParameters
        return found

    def get_results(self, request: HttpRequest) -> None:
        try:
            super().get_results(request)
            if not self.multi_page or self.show_all:
                self.result_list = self.result_list[
                    : max(self.list_max_show_all, self.list_per_page)
                ]
        except (ValueError, OverflowError, DataError) as error:  # numbers beyond the database's
            raise IncorrectLookupParameters from error


class AnyAddress:
    """Mixin of a ModelAdmin."""

    linked_lookups: tuple[str, ...] = ()  # beyond its filters, in links from other pages
    paginator = ListPaginator
    show_facets = ShowFacets.NEVER  # a number beside each filter, for which all is counted
    show_full_result_count = False  # it would count the whole table beside what was found

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[AnyChangeList]:
        return AnyChangeList

    def changelist_view(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        if ERROR_FLAG in request.GET:
            messages.warning(request, CANNOT_FILTER)
        answer: HttpResponse = super().changelist_view(request, extra_context)  # type: ignore[misc]
        return answer

    def get_object(self, request: HttpRequest, object_id: str, from_field: object = None) -> object:
        return super().get_object(request, object_id, from_field or None)  # type: ignore[misc]

    def response_action(self, request: HttpRequest, queryset: object) -> HttpResponse | None:
        if not all(map(is_number, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            messages.warning(request, NOT_IN_LIST)
            return None
        answer: HttpResponse | None = super().response_action(request, queryset)  # type: ignore[misc]
        return answer
