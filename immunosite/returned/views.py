"""The pages that give typed text back. Each posts it again to the address to which it was sent."""

import logging
import sys
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.defaults import server_error as bare_error

from editorial.models import User
from editorial.people.forms import WholeSignInForm
from immunosite.api.problems import Problem
from immunosite.returned import posted
from immunosite.returned.faults import wait_for
from immunosite.returned.posted import Typed, typed_in

logger = logging.getLogger(__name__)
SIGN_IN_STEPS = ("account_login", "mfa_authenticate", "mfa_login_webauthn")
# Nobody is signed in there yet, or any more, and nothing was typed but secrets.
SIGN_IN_VIEWS = (*SIGN_IN_STEPS, "account_logout", "account_reauthenticate", "mfa_reauthenticate",
                 "mfa_reauthenticate_webauthn", "mfa_add_webauthn", "account_reset_password",
                 "account_reset_password_from_key")  # fmt: skip
HEADINGS = {
    "signed_out": "Not saved yet: you are signed out",
    "another_person": "Not saved yet: this is another person’s text",
    "not_allowed": "Not saved: your account may not do this",
    "not_found": "Not saved: there is no such page",
    "refused": "Not saved",
    "foreign": "Not taken: it came from another site",
    "stale": "Not saved yet: the page was out of date",
    "busy": "Not saved yet: the site could not take it",
    "fault": "Something went wrong on our side",
}


def page(
    request: HttpRequest, why: str, status: int, *, posted: Typed, **more: object
) -> HttpResponse:
    """`templates/returned/<why>.html`. Never stored, never logged."""
    context = {
        "heading": HEADINGS[why],
        "typed": posted,
        "names": _names(),
        "token": _token(request),
        **more,
    }
    response = render(request, f"returned/{why}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def _names() -> dict[str, str]:
    return {
        "username": posted.USERNAME,
        "password": posted.PASSWORD,
        "code": posted.CODE,
        "save_as": posted.SAVE_AS,
    }


def _token(request: HttpRequest) -> str:
    """A fresh one; none for a reader, who must get no cookie."""
    return "" if request.method != "POST" or is_exempt(request) else get_token(request)


def is_exempt(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and getattr(match.func, "csrf_exempt", False))


def url_name(request: HttpRequest) -> str:
    return (request.resolver_match and request.resolver_match.url_name) or ""


def user_of(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) and user.is_authenticated else None


# --- Who sends it ---------------------------------------------------------------------------------


def signed_out(
    request: HttpRequest, form: WholeSignInForm | None = None, status: int = 401
) -> HttpResponse:
    """The session has ended. Signing in on this page carries the form out at once."""
    response = page(request, "signed_out", status, posted=typed_in(request), form=form)
    if status == 401:
        # RFC 9110 asks for a challenge; browsers show the page for a scheme that they do not know.
        response.headers["WWW-Authenticate"] = f'Form realm="{settings.SITE_NAME}"'
    return response


def another_person(request: HttpRequest) -> HttpResponse:
    """Somebody else is signed in now than when the form was opened."""
    return page(request, "another_person", 409, posted=typed_in(request), sender=user_of(request))


def not_allowed(request: HttpRequest) -> HttpResponse:
    return page(request, "not_allowed", 403, posted=typed_in(request), sender=user_of(request))


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """By the engine, of an act that has no page of its own to say so."""
    return page(request, "refused", 409, posted=typed_in(request), reason=reason)


def not_found(request: HttpRequest) -> HttpResponse:
    return page(request, "not_found", 404, posted=typed_in(request))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: mostly somebody who signed in again in a second tab."""
    if not is_from_here(request):
        posted = typed_in(request, as_plain_text=True)
        return page(request, "foreign", 403, posted=posted)
    if url_name(request) not in SIGN_IN_VIEWS and user_of(request) is None:
        return signed_out(request, status=403)
    more: dict[str, object] = {"sender": user_of(request)}
    if url_name(request) in SIGN_IN_STEPS:
        more |= {"is_sign_in": True, "heading": "Not signed in yet: the page was out of date"}
    return page(request, "stale", 403, posted=typed_in(request), **more)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site."""
    source = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    origin = f"{source.scheme}://{source.netloc}"
    own = f"{request.scheme}://{request.get_host()}"
    return origin == own or origin in settings.CSRF_TRUSTED_ORIGINS


# --- What cannot be done now ----------------------------------------------------------------------


def busy(request: HttpRequest, wait: int) -> HttpResponse:
    """Nothing can be written, or even read, for a while."""
    _let_go_of_who_cannot_be_read(request)
    if _wants_json(request):
        detail = f"The site cannot answer just now. Try again in {wait} seconds."
        response = Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail).as_response()
    else:
        posted = typed_in(request)
        more = {} if posted.fields else {"heading": "This page cannot be shown just now"}
        response = page(request, "busy", 503, posted=posted, wait=wait, **more)
    response.headers["Retry-After"] = str(wait)
    return response


def _let_go_of_who_cannot_be_read(request: HttpRequest) -> None:
    """Where the database cannot even be opened, nor can the session: the page is made without."""
    try:
        user_of(request)
    except DatabaseError:
        request.user = AnonymousUser()


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the error is being handled: also for what a middleware
    could not do, such as keeping a session on a full disk.
    """
    error = sys.exc_info()[1]
    try:
        if error and (wait := wait_for(error)):
            return busy(request, wait)
        if request.method == "POST":
            return page(request, "fault", 500, posted=typed_in(request))
    except Exception:  # whatever is broken, there is an answer
        logger.exception("The page that gives typed text back could not be made.")
    return bare_error(request)


def _wants_json(request: HttpRequest) -> bool:
    accept = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accept and "html" not in accept)
