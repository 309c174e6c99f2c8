"""Public pages know nobody: they read no cookie and set none, whatever comes in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Where people sign in and work. Everything else is public, so that nothing is kept by mistake.
PRIVATE = ("/admin/", "/review/", "/accounts/")
SIGNED_IN = "immunosite.may_be_signed_in"  # in a request's environment
Next = Callable[[HttpRequest], HttpResponse]


def is_private(path: str) -> bool:
    return path.startswith(PRIVATE)


def may_be_signed_in(request: HttpRequest) -> bool:
    """By the name of the cookie alone: such people read what they have just written."""
    return bool(request.META.get(SIGNED_IN, True))


class NoPublicCookies:
    """Before sessions, CSRF and messages, which answer a broken or an old cookie with a new one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_private(request.path_info):
            cookies = request.META.pop("HTTP_COOKIE", "")
            request.META[SIGNED_IN] = settings.SESSION_COOKIE_NAME in cookies
        return self.get_response(request)
