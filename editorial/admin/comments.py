"""Reviewers' comments in the writer's form: what is open, and the writer's answers."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from editorial.act_forms.reviews import AnswerForm
from editorial.admin.act_views import change_address
from editorial.admin.base import ModelAdmin
from editorial.admin.preview import found
from editorial.changes import places_of
from editorial.desk.views import status_of
from editorial.exceptions import Refusal
from editorial.models import Comment, Document, User
from editorial.workflow import Act, can


@dataclass(frozen=True)
class OpenComment:
    """`form` is None for who may not answer."""

    comment: Comment
    place_is_gone: bool
    form: AnswerForm | None


def open_comments(stored: Document, user: User) -> list[OpenComment]:
    """Of all rounds; places are looked for in the draft as it is saved now."""
    remarks = list(Comment.objects.open().about(stored).with_answers())
    places = set(places_of(stored.snapshot())) if remarks else set()
    return [_open_comment(remark, stored, user, places) for remark in remarks]


def _open_comment(remark: Comment, stored: Document, user: User, places: set[str]) -> OpenComment:
    remark.review.document = stored
    return OpenComment(
        remark,
        bool(remark.place) and remark.place not in places,
        _form(remark, user) if can(user, Act.ANSWER, remark) else None,
    )


def _form(remark: Comment, user: User, data: QueryDict | None = None) -> AnswerForm:
    return AnswerForm(data, subject=remark, user=user)


def answer_url(document_admin: ModelAdmin[Document]) -> URLPattern:
    meta = document_admin.model._meta

    @require_POST
    def view(request: HttpRequest, object_id: int, comment: int) -> HttpResponse:
        return _answer(document_admin, request, found(document_admin, request, object_id), comment)

    return path(
        "<int:object_id>/comment/<int:comment>/answer/",
        document_admin.admin_site.admin_view(view),
        name=f"{meta.app_label}_{meta.model_name}_answer",
    )


def _answer(
    document_admin: ModelAdmin[Document], request: HttpRequest, document: Document, pk: int
) -> HttpResponse:
    remark = get_object_or_404(Comment.objects.about(document).with_answers(), pk=pk)
    form = _form(remark, request.user, request.POST)  # type: ignore[arg-type]
    status = 422
    if form.is_valid():
        try:
            messages.success(request, form.perform())
            return HttpResponseRedirect(f"{change_address(document)}#comment-{pk}")
        except Refusal as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
    context = {
        **document_admin.admin_site.each_context(request),
        "title": "The answer was not sent",
        "opts": document_admin.model._meta,
        "stored": document,
        "back": change_address(document),
        "thread": OpenComment(remark, place_is_gone=False, form=form),
    }
    return TemplateResponse(request, "admin/document/answer.html", context, status=status)
