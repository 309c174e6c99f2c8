"""Evidence packs: for editors, who answer for a page before an auditor."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from editorial.admin.base import ModelAdmin
from editorial.admin.preview import found
from editorial.models import Document
from editorial.receipts.evidence import evidence_pack, file_name, packable
from editorial.rights import is_editor


def evidence_url(document_admin: ModelAdmin[Document]) -> URLPattern:
    meta = document_admin.model._meta

    @require_safe
    def evidence(request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        if not is_editor(request.user):
            raise PermissionDenied
        document = found(document_admin, request, object_id)
        edition = packable().filter(document=document.pk, number=number).first()
        if edition is None:
            raise Http404("There is no such edition.")
        name = file_name(edition)
        return HttpResponse(
            evidence_pack(edition),
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return path(
        "<int:object_id>/evidence/<int:number>/",
        document_admin.admin_site.admin_view(evidence),
        name=f"{meta.app_label}_{meta.model_name}_evidence",
    )
