"""A request for another site than this one."""

import logging
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

log = logging.getLogger("django.security.DisallowedHost")
Next = Callable[[HttpRequest], HttpResponse]


class KnownHost:
    """Scanners ask for any name, all day long: one line in the log, and a page that needs nothing.

    Django meets the name deep inside, where an address is first made, with a traceback each time.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            log.warning("Not in ALLOWED_HOSTS: %.120r", request.META.get("HTTP_HOST", ""))
            response = HttpResponse(
                "This site is not known here by the name that was asked for.\n",
                status=400,
                content_type="text/plain; charset=utf-8",
            )
            response._has_been_logged = True  # type: ignore[attr-defined] # or Django adds a line
            return response
        return self.get_response(request)
