"""Each request has a number: in every line of the log about it, and in its answer's X-Request-ID.

A proxy's own number is taken where the settings trust it; a reader's own is not, because it would
stand in the log as the number of somebody else's request.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from _typeshed import OptExcInfo

HEADER = "X-Request-ID"
# nginx writes 32 hexadecimal digits, others a UUID.
WELL_FORMED = re.compile(r"[0-9A-Za-z._-]{8,64}\Z")
OUTSIDE = "-"
_current: ContextVar[str] = ContextVar("request_id", default=OUTSIDE)


def current() -> str:
    """A dash outside a request."""
    return _current.get()


class RequestId:
    def __init__(self, application: "WSGIApplication", *, trust_proxy: bool) -> None:
        self.application, self.trust_proxy = application, trust_proxy

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        own = self._of(environ)
        _current.set(own)

        def numbered(
            status: str, headers: list[tuple[str, str]], error: "OptExcInfo | None" = None, /
        ) -> object:
            said = [*headers, (HEADER, own)]
            return start_response(status, said, error) if error else start_response(status, said)

        body = self.application(environ, numbered)  # type: ignore[arg-type]
        # A file goes out by the server's own short cut, if it is not wrapped.
        is_file = isinstance(body, environ.get("wsgi.file_wrapper", ()))
        return body if is_file else _Body(body)

    def _of(self, environ: "WSGIEnvironment") -> str:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self.trust_proxy else ""
        return given if WELL_FORMED.match(given) else secrets.token_hex(16)


class _Body:
    """What the thread logs after this belongs to no request."""

    def __init__(self, body: Iterable[bytes]) -> None:
        self.body = body

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        try:
            getattr(self.body, "close", lambda: None)()
        finally:
            _current.set(OUTSIDE)
