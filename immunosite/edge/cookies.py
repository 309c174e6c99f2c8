"""Public pages know nobody: they read no cookie and set none, whatever comes in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Where people sign in and work. Everything else is public, so that nothing is kept by mistake.
PRIVATE = ("/admin/", "/review/", "/accounts/")
Next = Callable[[HttpRequest], HttpResponse]


def is_private(path: str) -> bool:
    return path.startswith(PRIVATE)


class NoPublicCookies:
    """Before sessions, CSRF and messages, which answer a broken or an old cookie with a new one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_private(request.path_info):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)
