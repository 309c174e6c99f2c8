"""The wire: methods, ETag and CORS of every answer. No cookies, no session."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from immunosite.api.problems import ALLOWED, read_only, with_problems
from immunosite.page_store import kept
from immunosite.stored_page import deliver, stored_page

View = Callable[..., HttpResponse]
HEADERS = {
    # For any site's scripts: all of it is public, and no credentials are ever looked at.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    # A page that is withdrawn or published now must be heard of at once.
    "Cache-Control": "public, no-cache",
    "Vary": "Accept-Encoding",
}
PREFLIGHT = {
    "Allow": ALLOWED,
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def public(view: View) -> View:
    """The view, answering from the page store, to any origin."""
    stored = kept(with_problems(view))

    @csrf_exempt  # nothing is ever changed; without it a POST hears 403 and not 405
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)
        elif request.method in ("GET", "HEAD"):
            response = tagged(stored(request, *args, **kwargs), request)
        else:
            response = read_only().as_response()
        return opened(response)

    return answer


def tagged(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Compressed and with an ETag also where the store keeps nothing: cursors are long."""
    if response.status_code != HTTPStatus.OK or response.has_header("ETag"):
        return response
    return deliver(stored_page(response, ("", timezone.now())), request)


def opened(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "html" not in response.headers.get("Content-Type", ""):
        # Search engines lead readers to pages, not to their JSON.
        response.headers["X-Robots-Tag"] = "noindex"
    return response
