"""What people send: how much it may be, and that it is text which can be read."""

import codecs
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import parse_header_parameters

from immunosite.edge.cookies import is_private

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# A letter has 2,000 characters of up to 12 bytes each, percent-encoded. Ten times that is still
# given back with the reason; more is nobody's letter, and is not read.
PUBLIC = 256 * 1024
SIGN_IN = "/accounts/"
Next = Callable[[HttpRequest], HttpResponse]


class BoundedBody:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "HTTP_TRANSFER_ENCODING" in request.META and "CONTENT_LENGTH" not in request.META:
            # Django would take a body in chunks for an empty one.
            return refusal(HTTPStatus.LENGTH_REQUIRED)
        if _length(request) > _most(request.path_info):
            return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if charset := (request.content_params or {}).get("charset"):
            if not _is_utf8(charset) and request.method not in ("GET", "HEAD"):
                raise BadRequest("Forms are sent as UTF-8 here.")
            request.encoding = "utf-8"  # by its one name; without a body it names nothing
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # Django reads it so, too, and then nothing


def _most(path: str) -> int:
    """The rooms of those who are signed in take a whole article with all its sources."""
    if is_private(path) and not path.startswith(SIGN_IN):
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or PUBLIC
    return PUBLIC


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False


def with_readable_type(application: "WSGIApplication") -> "WSGIApplication":
    """Around Django, which reads the content type before any middleware, and breaks on some."""

    def door(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = environ.get("CONTENT_TYPE", "").replace("\0", "")
        try:
            parse_header_parameters(environ["CONTENT_TYPE"])
        except Exception:
            environ["CONTENT_TYPE"] = "text/plain; charset=unreadable"
        return application(environ, start_response)

    return door


def refusal(status: HTTPStatus) -> HttpResponse:
    page = render_to_string(f"{status.value}.html")
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
