"""“The server’s clock”: where the record runs ahead of it, two people accept it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from editorial import acts
from editorial.acts.clock import check_may_accept_clock, proposals
from editorial.exceptions import Refusal
from editorial.models import User
from editorial.record import audit


@require_http_methods(["GET", "HEAD", "POST"])
def clock(request: HttpRequest) -> HttpResponse:
    by = request.user
    if not isinstance(by, User):
        raise PermissionDenied
    refusal = _performed(request, by) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        return HttpResponseRedirect(reverse("admin:clock"))
    return TemplateResponse(
        request, "admin/clock.html", _context(request, by, refusal), status=409 if refusal else 200
    )


def _performed(request: HttpRequest, by: User) -> str:
    """Why it was refused, or an empty string."""
    try:
        if "confirm" in request.POST:
            acts.accept_clock(by=by)
            messages.success(request, "Accepted. Acts go on from this clock.")
        else:
            acts.propose_clock(by=by)
            messages.success(request, "On record. Now somebody else must confirm it.")
    except Refusal as refusal:
        return refusal.message
    return ""


def _context(request: HttpRequest, by: User, refusal: str) -> dict[str, object]:
    ahead = audit.clock_ahead()
    return {
        **admin.site.each_context(request),
        "title": "The server’s clock",
        "now": timezone.now(),
        "ahead": ahead,
        "proposals": proposals(ahead) if ahead else [],
        "own": [each for each in proposals(ahead) if each.actor_id == str(by.pk)] if ahead else [],
        "why_not": why_not(by),
        "refusal": refusal,
    }


def why_not(by: User) -> str:
    try:
        check_may_accept_clock(by)
    except Refusal as refusal:
        return refusal.message
    return ""
