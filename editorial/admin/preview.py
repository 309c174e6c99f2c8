"""A draft as readers would see it: for those who may view it, and never kept by a browser."""

from typing import TypedDict

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from editorial.admin.base import ModelAdmin
from editorial.kinds import kind_of
from editorial.models import Document, Edition
from editorial.public.page import Page
from editorial.public.views import linked_pages


class DraftPage(TypedDict):
    """What the template of a kind's body needs."""

    page: Page
    linked_pages: dict[int, Edition]
    body_template: str


def draft_page(stored: Document) -> DraftPage:
    """What the kind's body template needs, made from the draft as a submission would freeze it."""
    kind = kind_of(stored.kind)
    page = kind.page.read(stored.snapshot())
    return {"page": page, "linked_pages": linked_pages(page.facets), "body_template": kind.template}


def preview_url(document_admin: ModelAdmin[Document]) -> URLPattern:
    meta = document_admin.model._meta

    @require_safe
    def preview(request: HttpRequest, object_id: int) -> HttpResponse:
        document = found(document_admin, request, object_id)
        context = {"document": document, **draft_page(document), "opts": meta}
        return TemplateResponse(request, "admin/document/preview.html", context)

    return path(
        "<int:object_id>/preview/",
        # Sends no-store, as all pages of the admin do.
        document_admin.admin_site.admin_view(preview),
        name=f"{meta.app_label}_{meta.model_name}_preview",
    )


def found(document_admin: ModelAdmin[Document], request: HttpRequest, object_id: int) -> Document:
    """The document for a person who may view it. Raises PermissionDenied, Http404."""
    if not document_admin.has_view_permission(request):
        raise PermissionDenied
    document = document_admin.get_object(request, str(object_id))
    if document is None:
        raise Http404("There is no such page.")
    return document.specific
