"""Evidence packs: for editors, who answer for a page before an auditor."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from editorial.admin.base import ModelAdmin
from editorial.admin.preview import found
from editorial.exceptions import RecordsDoNotMatch
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
        try:
            pack = evidence_pack(edition)
        except RecordsDoNotMatch as refusal:
            messages.error(request, refusal.message)
            return redirect(f"admin:{meta.app_label}_{meta.model_name}_history", object_id)
        answer = HttpResponse(pack, content_type="application/zip")
        answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(edition)}"'
        return answer

    return path(
        "<int:object_id>/evidence/<int:number>/",
        document_admin.admin_site.admin_view(evidence),
        name=f"{meta.app_label}_{meta.model_name}_evidence",
    )
