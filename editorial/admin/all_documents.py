"""All pages of every kind in one list; each is opened in the form of its own kind."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from editorial.admin.documents import DocumentAdmin
from editorial.admin.work import change_url
from editorial.models import Document


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        kinds = [model._meta for model in Document.all_models()]
        return [(meta.model_name or "", capfirst(str(meta.verbose_name))) for meta in kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Document)
class AllPagesAdmin(DocumentAdmin):
    list_heading = "All pages"
    list_display = (
        "page_title", "kind_column", "state_now", "live", "next_review", "owner", "updated",
    )  # fmt: skip
    list_filter = (KindFilter, *DocumentAdmin.list_filter)
    list_display_links = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="title", ordering="title")
    def page_title(self, document: Document) -> SafeString:
        url = change_url(document.kind, document.pk)
        return format_html('<a href="{}">{}</a>', url, document.title)

    @admin.display(description="kind", ordering="kind")
    def kind_column(self, document: Document) -> str:
        return capfirst(document.kind_name)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        document = self.get_object(request, object_id) if object_id else None
        if document is None:
            raise Http404("There is no such page.")
        return HttpResponseRedirect(change_url(document.kind, document.pk))
