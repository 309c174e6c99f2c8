"""Setting advice aside, from the form of a document: with a reason, which the reviewer reads."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from editorial.acts.dismissing import LONGEST, dismiss
from editorial.admin.act_views import change_address
from editorial.admin.base import ModelAdmin
from editorial.admin.preview import found
from editorial.desk.views import status_of
from editorial.exceptions import Refusal
from editorial.models import Document


class DismissForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label="Why does it not apply here?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The reviewer reads it. When the words change, the advice comes back.",
    )


def dismiss_url(document_admin: ModelAdmin[Document]) -> URLPattern:
    meta = document_admin.model._meta

    @require_POST
    def view(request: HttpRequest, object_id: int) -> HttpResponse:
        return _dismiss(document_admin, request, found(document_admin, request, object_id))

    return path(
        "<int:object_id>/dismiss/",
        document_admin.admin_site.admin_view(view),
        name=f"{meta.app_label}_{meta.model_name}_dismiss",
    )


def _dismiss(
    document_admin: ModelAdmin[Document], request: HttpRequest, document: Document
) -> HttpResponse:
    form, status = DismissForm(request.POST), 422
    if form.is_valid():
        try:
            dismiss(document, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, "Dismissed. The reviewer reads your reason.")
            return HttpResponseRedirect(f"{change_address(document)}#findings")
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = status_of(refusal)
    context = {
        **document_admin.admin_site.each_context(request),
        "title": "The advice was not dismissed",
        "opts": document_admin.model._meta,
        "stored": document,
        "back": change_address(document),
        "form": form,
    }
    return TemplateResponse(request, "admin/document/dismiss.html", context, status=status)
