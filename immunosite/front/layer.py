"""The layer itself: `in_front(application)` answers what it can, and asks the application else."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from immunosite.cdn.headers import cache_headers
from immunosite.front.repeated import Repeated, Ways, may_be_repeated
from immunosite.front.requests import Key, coding, key_of
from immunosite.front.stamp import Seen, Stamp
from immunosite.page_store import STORED_AS, store
from immunosite.single_flight import SingleFlight
from immunosite.stored_page import StoredPage, is_known

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from _typeshed import OptExcInfo

# RFC 9211; only where a page is served though the database could not be asked.
OLD = ("Cache-Status", "immunosite; hit; detail=database-unreachable")
Stored = tuple[Repeated, StoredPage, Seen]


class Front:
    def __init__(self, application: "WSGIApplication", stamp: Stamp | None = None) -> None:
        self.application, self.stamp = application, stamp or Stamp()
        self.ways, self.flights = Ways(), SingleFlight()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        key, form = key_of(environ), coding(environ)
        if key is None or form is None:
            return self.application(environ, start_response)
        if not (stored := self._find(key)):
            with self.flights.enter(key):
                if not (stored := self._find(key)):
                    return self._ask(key, environ, start_response)
        return answer(stored, form, environ, start_response)

    def _find(self, key: Key) -> Stored | None:
        way = self.ways.find(key)
        seen = self.stamp.read() if way else None
        page = store.find(way.page, seen.public_state) if way and seen else None
        if not (way and page and seen) or page.each_time:
            return None  # what is done each time is Django's to do
        return way, page, seen

    def _ask(
        self, key: Key, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def listen(
            status: str, headers: list[tuple[str, str]], error: "OptExcInfo | None" = None, /
        ) -> object:
            said.append((status, list(headers)))
            return (
                start_response(status, headers, error) if error else start_response(status, headers)
            )

        is_get = environ["REQUEST_METHOD"] == "GET"
        response = self.application(environ, listen)  # type: ignore[arg-type]
        page = getattr(response, STORED_AS, None)
        if is_get and said:
            if page and may_be_repeated(*said[-1]):
                self.ways.keep(key, page, said[-1][1])
            else:
                self.ways.forget(key)
        return response


def answer(
    stored: Stored, form: str, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    way, page, seen = stored
    headers = [*way.headers, *page.headers.items(), ("ETag", page.etag)]
    headers += cache_headers(page.sources, page.public_state[1], is_old=seen.is_old)
    if seen.is_old:
        headers.append(OLD)
    if is_known(page, environ.get("HTTP_IF_NONE_MATCH", "")):
        start_response("304 Not Modified", headers)
        return []
    body = {"br": page.brotli, "gzip": page.gzip, "": page.plain}[form]
    headers += [("Content-Type", page.content_type), ("Content-Length", str(len(body)))]
    if form:
        headers.append(("Content-Encoding", form))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def in_front(application: "WSGIApplication") -> Front:
    return Front(application)
