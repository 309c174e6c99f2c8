"""The reviewers' desk. A view loads, authorises, acts and redirects; the engine decides."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from editorial import acts
from editorial.act_forms.base import ActForm
from editorial.act_forms.documents import RecallForm
from editorial.act_forms.reviews import (
    AnswerForm,
    CommentActForm,
    CommentForm,
    PlanForm,
    RequestChangesForm,
    ResolveForm,
)
from editorial.act_forms.signing import SignOffForm
from editorial.desk.access import DeskRequest, desk
from editorial.desk.filters import QueueFilter, RunningOutFilter
from editorial.desk.queue import QueueRow, RunningOut, open_reviews, running_out_editions
from editorial.desk.review_page import context_of
from editorial.desk.seen import remember
from editorial.exceptions import Incomplete, NotAllowed, Refusal, WrongPassword
from editorial.models import Comment, Document, Review
from editorial.public.paging import page_of

KEY_ASKED = "key_asked_"


@desk
@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    filters = QueueFilter(request.GET, queryset=open_reviews(request.user), request=request)
    pages = page_of(request, filters.qs)
    rows = [QueueRow.of(review, request.user) for review in pages]
    return _list(request, "desk/queue.html", filters, pages, rows=rows)


@desk
@require_safe
def running_out(request: DeskRequest) -> HttpResponse:
    filters = RunningOutFilter(request.GET, queryset=running_out_editions(), request=request)
    return _running_out(request, filters)


def _running_out(
    request: DeskRequest, filters: RunningOutFilter, status: int = 200, **more: object
) -> HttpResponse:
    pages = page_of(request, filters.qs)
    rows = [RunningOut.of(edition, request.user) for edition in pages]
    return _list(request, "desk/running_out.html", filters, pages, status, rows=rows, **more)


def _list(
    request: DeskRequest,
    template: str,
    filters: object,
    pages: object,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    counts = {
        "open_count": Review.objects.open().count(),
        "running_out_count": running_out_editions().count(),
        "today": timezone.localdate(),
        "chosen": _chosen(request),
    }
    context = {"filters": filters, "pages": pages, **counts, **more}
    return render(request, template, context, status=status)


def _chosen(request: DeskRequest) -> str:
    """The filters in use, as they would stand in an address."""
    given = {name: value for name, value in request.GET.items() if value and name != "page"}
    return urlencode(given)


@desk
@require_POST
def reaffirm(request: DeskRequest, document: int) -> HttpResponse:
    try:
        review = acts.reaffirm(get_object_or_404(Document, pk=document), by=request.user)
    except Refusal as refusal:
        filters = RunningOutFilter({}, queryset=running_out_editions(), request=request)
        return _running_out(request, filters, status_of(refusal), refusal=refusal)
    messages.success(request, "The live text is in review again, unchanged.")
    return redirect("desk-review", review.pk)


@desk
@require_safe
def review(request: DeskRequest, pk: int) -> HttpResponse:
    shown = _review(pk)
    context = context_of(shown, request.user, since=request.GET.get("since", ""))
    if request.method == "GET":
        remember(shown, request.user)
    return render(request, "desk/review.html", context)


@desk
@require_POST
def sign_off(request: DeskRequest, pk: int) -> HttpResponse:
    form = SignOffForm(request.POST, subject=_review(pk), user=request.user)
    # Once: an answer that came in is never sent a second time.
    form.key_began_at = parse_datetime(request.session.pop(f"{KEY_ASKED}{pk}", ""))
    return _carry_out(request, pk, form, "")


@desk
@require_POST
def ask_key(request: DeskRequest, pk: int) -> HttpResponse:
    """For the script: what the passkey is to sign, made of the form as it is filled in now."""
    form = SignOffForm(request.POST, subject=_review(pk), user=request.user)
    form.needs_secret = False
    now = timezone.now()
    if not form.is_valid():
        return JsonResponse({}, status=422)
    try:
        asked = form.ask_key(now)
    except Refusal as refusal:
        return JsonResponse({}, status=status_of(refusal))
    request.session[f"{KEY_ASKED}{pk}"] = now.isoformat()
    return JsonResponse({"request_options": asked})


@desk
@require_POST
def request_changes(request: DeskRequest, pk: int) -> HttpResponse:
    return _act(request, pk, RequestChangesForm)


@desk
@require_POST
def recall(request: DeskRequest, pk: int) -> HttpResponse:
    return _act(request, pk, RecallForm)


@desk
@require_POST
def plan(request: DeskRequest, pk: int) -> HttpResponse:
    return _act(request, pk, PlanForm)


@desk
@require_POST
def comment(request: DeskRequest, pk: int) -> HttpResponse:
    return _act(request, pk, CommentForm, place="#review-comments")


@desk
@require_POST
def answer(request: DeskRequest, pk: int, comment: int) -> HttpResponse:
    return _act_on_comment(request, pk, comment, AnswerForm)


@desk
@require_POST
def resolve(request: DeskRequest, pk: int, comment: int) -> HttpResponse:
    return _act_on_comment(request, pk, comment, ResolveForm)


@desk
@require_POST
def take(request: DeskRequest, pk: int) -> HttpResponse:
    shown = request.POST.get("assignee", "")
    assignee = int(shown) if shown.isdecimal() and len(shown) < 19 else None
    return _press(
        request,
        pk,
        lambda review: acts.take(review, by=request.user, shown_assignee=assignee),
        "This review is yours now.",
    )


@desk
@require_POST
def give_back(request: DeskRequest, pk: int) -> HttpResponse:
    return _press(
        request,
        pk,
        lambda review: acts.give_back(review, by=request.user),
        "You gave this review back: any reviewer can take it.",
    )


def _press(request: DeskRequest, pk: int, act: Callable[[Review], None], done: str) -> HttpResponse:
    """Carry out what a single button does."""
    try:
        act(_review(pk))
    except Refusal as refusal:
        context = context_of(_review(pk), request.user) | {"refusal": refusal}
        return render(request, "desk/review.html", context, status=status_of(refusal))
    messages.success(request, done)
    return redirect("desk-review", pk)


def _review(pk: int) -> Review:
    rows = Review.objects.select_related("document", "submitted_by", "assignee", "decided_by")
    return get_object_or_404(rows, pk=pk)


def _act(request: DeskRequest, pk: int, form_of: type[ActForm], place: str = "") -> HttpResponse:
    form = form_of(request.POST, subject=_review(pk), user=request.user)
    return _carry_out(request, pk, form, place)


def _act_on_comment(
    request: DeskRequest, pk: int, comment: int, form_of: type[CommentActForm]
) -> HttpResponse:
    shown = _review(pk)
    remark = get_object_or_404(Comment.objects.seen_in(shown), pk=comment)
    form = form_of(request.POST, subject=remark, user=request.user)
    return _carry_out(request, pk, form, "#review-comments")


def _carry_out(request: DeskRequest, pk: int, form: ActForm, place: str) -> HttpResponse:
    """Carry out a form's act; where it is refused, show the page as it is now with all that was
    typed, because somebody may have been faster."""
    status = 422
    if form.is_valid():
        try:
            messages.success(request, form.perform())
            return redirect(reverse("desk-review", args=[pk]) + place)
        except Refusal as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
    context = context_of(_review(pk), request.user, bound=form)
    return render(request, "desk/review.html", context, status=status)


def status_of(refusal: Refusal) -> int:
    """403 for the wrong person, 422 for what was typed, 409 for what is otherwise by now."""
    if isinstance(refusal, NotAllowed):
        return 403
    return 422 if isinstance(refusal, Incomplete | WrongPassword) else 409
