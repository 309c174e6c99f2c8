"""A layer around the whole application that counts each answer, by the view it came from.

Django names the view (`NameOfView`); the front repeats what Django said, so a path that it answers
has been named before.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from immunosite.metrics import figures, scrape
from immunosite.page_store import FOUND

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from _typeshed import OptExcInfo

VIEW = "immunosite.view"  # in a request's environment
NO_VIEW, STATIC = "none", "static"
MOST = 16_384  # paths, as the front repeats them


class NameOfView:
    """Django's middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        match = request.resolver_match
        request.META[VIEW] = match.view_name if match else NO_VIEW


class Counting:
    def __init__(self, application: "WSGIApplication", token: str) -> None:
        self.application, self.token = application, token
        self.known: OrderedDict[str, str] = OrderedDict()
        figures.time_queries()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == scrape.PATH:
            return scrape.answer(self.token, environ, start_response)
        begun, said = time.perf_counter(), ["500"]

        def listen(
            status: str, headers: list[tuple[str, str]], error: "OptExcInfo | None" = None, /
        ) -> object:
            said.append(status)
            return (
                start_response(status, headers, error) if error else start_response(status, headers)
            )

        try:
            return self.application(environ, listen)  # type: ignore[arg-type]
        finally:
            self._count(environ, said[-1][:3], time.perf_counter() - begun)

    def _count(self, environ: "WSGIEnvironment", status: str, seconds: float) -> None:
        view, found = environ.get(VIEW, ""), environ.get(FOUND, "")
        path, is_page = environ.get("PATH_INFO", ""), status in ("200", "304")
        if not view:
            view = self._name(path)
            found = "front" if view not in (NO_VIEW, STATIC) else ""
        elif found:
            self._keep(path, view)
        figures.requests.labels(view, status).inc()
        figures.durations.labels(view).observe(seconds)
        if found and is_page:
            figures.page_store.labels(found).inc()

    def _name(self, path: str) -> str:
        """Of an answer that reached no view."""
        if path.startswith(str(settings.STATIC_URL)):
            return STATIC
        return self.known.get(path, NO_VIEW)

    def _keep(self, path: str, view: str) -> None:
        self.known[path] = view
        while len(self.known) > MOST:
            self.known.popitem(last=False)
