"""Search in the admin: the pairs of spellings, which editors keep, and what readers missed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from editorial.admin.base import ModelAdmin
from editorial.record import audit
from editorial.rights import is_editor, may_view
from editorial.text.fold import fold
from editorial.workflow import Act, has_right
from immunosite.search.acts import SPELLINGS
from immunosite.search.missed import KEPT, READABLE
from immunosite.search.models import MissedSearch, SpellingPair

SHOWN = 100


@contextmanager
def _on_record(request: HttpRequest, pairs: Iterable[SpellingPair]) -> Iterator[None]:
    """The act by which stored pages of searches are made anew."""
    with transaction.atomic():
        audit.take_turn()
        changed = [str(each) for each in pairs]
        yield
        audit.record_of_upkeep(
            SPELLINGS,
            about="Pairs of spellings",
            by=request.user,  # type: ignore[arg-type]
            pairs=changed,
        )


@admin.register(SpellingPair)
class SpellingPairAdmin(ModelAdmin[SpellingPair]):
    list_display = ("word", "other")
    search_fields = ("word", "other")
    list_per_page = 100

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[SpellingPair], search_term: str
    ) -> tuple[QuerySet[SpellingPair], bool]:
        """Both are stored folded."""
        return super().get_search_results(request, queryset, fold(search_term))

    def save_model(
        self, request: HttpRequest, obj: SpellingPair, form: object, change: bool
    ) -> None:
        with _on_record(request, [obj]):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: SpellingPair) -> None:
        with _on_record(request, [obj]):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SpellingPair]) -> None:
        with _on_record(request, queryset):
            super().delete_queryset(request, queryset)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_view(request.user)

    def has_view_permission(self, request: HttpRequest, obj: SpellingPair | None = None) -> bool:
        return may_view(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_editor(request.user)

    def has_change_permission(self, request: HttpRequest, obj: SpellingPair | None = None) -> bool:
        return is_editor(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: SpellingPair | None = None) -> bool:
        return is_editor(request.user)


@admin.register(MissedSearch)
class MissedSearchAdmin(ModelAdmin[MissedSearch]):
    """One list, the most wanted first; an editor makes a pair or a page of it, or takes it off."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_view(request.user)

    def has_view_permission(self, request: HttpRequest, obj: MissedSearch | None = None) -> bool:
        return may_view(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: MissedSearch | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: MissedSearch | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._take_off(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "Searches that found nothing",
            "opts": self.model._meta,
            "rows": MissedSearch.objects.readable()[:SHOWN],
            "is_editor": is_editor(request.user),
            "may_write": has_right(request.user, Act.CREATE),
            "kept_days": KEPT.days,
            "readable": READABLE,
        }
        return TemplateResponse(request, "admin/search/missed.html", context)

    def _take_off(self, request: HttpRequest) -> HttpResponse:
        if not is_editor(request.user):
            raise PermissionDenied
        MissedSearch.objects.filter(code=request.POST.get("code", "")).delete()
        messages.success(request, "Taken off the list.")
        return HttpResponseRedirect(request.path)
