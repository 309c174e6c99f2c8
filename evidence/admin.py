"""The library of sources in the writers' admin, and the list of sources in a document's form."""

from typing import ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from reversion.models import Version

from editorial.admin.base import ModelAdmin
from editorial.admin.revisions import UnreadableVersion, fields_of
from editorial.rights import may_view
from editorial.workflow import Act, has_right
from evidence.ama import ama_html
from evidence.import_admin import import_url
from evidence.library import save_reference
from evidence.models import Citation, Reference
from evidence.reference_form import ReferenceForm
from evidence.retractions.papers import paper_of
from evidence.retractions.standing import Standing, standings


@admin.register(Reference)
class ReferenceAdmin(ModelAdmin[Reference]):
    list_display = ("key", "title", "container", "year", "cited_by", "listed")
    list_filter = ("kind", "year")
    search_fields = ("key", "authors", "title", "container", "doi", "pmid", "pmcid")
    ordering = ("key",)  # the model's own is dropped where rows are counted, and pages then mix
    list_per_page = 50
    form = ReferenceForm
    readonly_fields = ("preview", "listed")
    fieldsets: ClassVar = [
        (None, {"fields": ["key", "kind", "title", "authors", "et_al"]}),
        (
            "Where it is found",
            {"fields": ["container", "publisher", "year", "volume", "issue", "pages"]},
        ),
        ("Of a book", {"fields": ["editors", "edition", "series"]}),
        ("Identifiers", {"fields": ["doi", "pmid", "pmcid", "url", "accessed"]}),
        ("Besides", {"fields": ["note"]}),
        ("As readers see it", {"fields": ["preview", "listed"]}),
    ]

    # Who may do what: as with documents

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_view(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Reference | None = None) -> bool:
        return may_view(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_right(request.user, Act.EDIT)

    def has_change_permission(self, request: HttpRequest, obj: Reference | None = None) -> bool:
        return has_right(request.user, Act.EDIT)

    def has_delete_permission(self, request: HttpRequest, obj: Reference | None = None) -> bool:
        return False

    # Lists and forms

    def get_urls(self) -> list[URLPattern]:
        return [import_url(self), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Reference]:
        # A question for each row that is shown: a join would count those of the whole library.
        cited = Citation.objects.filter(reference=models.OuterRef("pk")).order_by()
        counted = cited.values("reference").annotate(count=models.Count("pk")).values("count")
        number = Coalesce(models.Subquery(counted), 0)
        return super().get_queryset(request).annotate(cited_by=number)

    @admin.display(description="cited by", ordering="cited_by")
    def cited_by(self, reference: Reference) -> int:
        return int(getattr(reference, "cited_by", 0))

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Each row of the page with what is listed of it: two questions for all of them."""
        changes = super().get_changelist_instance(request)
        found = standings(paper_of(each) for each in changes.result_list)
        for each in changes.result_list:
            vars(each)["standing"] = found[paper_of(each)]
        return changes

    @admin.display(description="retractions")
    def listed(self, reference: Reference) -> str:
        if not reference.pk:
            return "–"
        paper = paper_of(reference)
        standing: Standing = vars(reference).get("standing") or standings([paper])[paper]
        return standing.words

    @admin.display(description="AMA style, as saved")
    def preview(self, reference: Reference) -> SafeString:
        if not reference.pk:
            return mark_safe("–")
        return mark_safe(ama_html(reference))  # noqa: S308 - cleaned by nh3

    def get_readonly_fields(
        self, request: HttpRequest, obj: Reference | None = None
    ) -> tuple[str, ...]:
        # Texts cite by the key.
        return ("key", *self.readonly_fields) if obj else self.readonly_fields

    # Saving

    def save_model(self, request: HttpRequest, obj: Reference, form: object, change: bool) -> None:
        save_reference(obj, by=request.user, comment="Changed." if change else "Added.")  # type: ignore[arg-type]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (ValidationError, IntegrityError):
            # The form was valid a moment ago: a double click, or two people with one source.
            text = "The same source was saved at this moment already. Nothing was saved twice."
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect("../" if object_id is None else "../../")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Every saved version to read; going back to one is an ordinary edit."""
        versions = Version.objects.get_for_object_reference(Reference, object_id)
        saves = [(each, _told(each)) for each in versions.select_related("revision__user")]
        return super().history_view(request, object_id, {**(extra_context or {}), "saves": saves})


def _told(version: Version) -> dict[str, object] | None:
    """The fields of a saved version that held anything, by their names; None if unreadable."""
    try:
        fields = fields_of(version)
    except UnreadableVersion:
        return None
    known = {each.name: each for each in Reference._meta.fields}
    return {capfirst(str(known[n].verbose_name)): fields[n] for n in known if fields.get(n)}
