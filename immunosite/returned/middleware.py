"""Stands behind the checks of token and session, and before every view."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from editorial.exceptions import Refusal
from editorial.people.forms import WholeSignInForm
from immunosite.returned import posted, views, whose
from immunosite.returned.faults import wait_for

logger = logging.getLogger(__name__)


class ReturnPosts:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _leads_to_sign_in(request, response):
            return views.signed_out(request)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        # A letter belongs to nobody, and its view alone says how much of it is read.
        if request.method != "POST" or views.is_exempt(request):
            return None
        if _wants_to_sign_in(request) and (refused := _sign_in(request)):
            return refused
        return views.another_person(request) if _is_anothers(request) else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if wait := wait_for(error):
            logger.warning("%s %s was refused: %s", request.method, request.path, error)
            return views.busy(request, wait)
        if request.method != "POST" or views.is_exempt(request):
            return None
        if isinstance(error, Refusal):
            return views.refused(request, error.message)
        if isinstance(error, PermissionDenied):
            return views.not_allowed(request)
        return views.not_found(request) if isinstance(error, Http404) else None


def _leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code != 302 or views.url_name(request) in views.SIGN_IN_VIEWS:
        return False
    return urlsplit(response.headers["Location"]).path == reverse("account_login")


def _wants_to_sign_in(request: HttpRequest) -> bool:
    """Who signed in meanwhile in another tab, with a passkey say, leaves the name empty."""
    name = request.POST.get(posted.USERNAME)
    return name is not None and (bool(name) or views.user_of(request) is None)


def _sign_in(request: HttpRequest) -> HttpResponse | None:
    """Sign in with what was entered beside the typed text; the page again, if it is wrong."""
    given = {
        "username": request.POST[posted.USERNAME],
        "password": request.POST.get(posted.PASSWORD, ""),
        "code": request.POST.get(posted.CODE, ""),
    }
    form = WholeSignInForm(request=request, data=given)
    if not form.is_valid():
        return views.signed_out(request, form)
    login(request, form.user)
    return None


def _is_anothers(request: HttpRequest) -> bool:
    """Whether the text is another person's than would be its author, who has not confirmed it."""
    sender, owner = views.user_of(request), whose.owner_id(request.POST)
    if sender is None or owner in (None, sender.pk):
        return False
    return request.POST.get(posted.SAVE_AS) != str(sender.pk)
