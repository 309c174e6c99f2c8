"""Ask the site for an address as an anonymous reader would, through all of its middleware."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

# What is said of one answer alone: nginx says these of the file, or is told them by the address.
OF_ONE = {"content-length", "etag", "last-modified", "content-type", "content-encoding"}
OF_ONE |= {"location", "link", "memento-datetime"}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers["Content-Type"]

    @property
    def around(self) -> dict[str, str]:
        """The headers that all answers of a sort share."""
        return {name: text for name, text in self.headers.items() if name.lower() not in OF_ONE}


class Site:
    """The application, in this process and by the name of SITE_URL."""

    def __init__(self) -> None:
        self.application = WSGIHandler()

    def ask(self, address: str, coding: str = "") -> Reply:
        """`address` is a path with its query, percent-encoded."""
        response = self.application(_environ(address, coding), _start_response)
        try:
            body = b"".join(response)
        finally:
            response.close()
        cookies = {"Set-Cookie": response.cookies.output()} if response.cookies else {}
        return Reply(response.status_code, {**response.headers, **cookies}, body)


def _start_response(*said: object) -> Callable[[bytes], object]:
    """The response that Django returns says the same."""
    return lambda part: None


def _environ(address: str, coding: str) -> "WSGIEnvironment":
    site, (path, _, query) = urlsplit(settings.SITE_URL), address.partition("?")
    environ: WSGIEnvironment = {
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),  # PEP 3333
        "QUERY_STRING": query,
        "HTTP_HOST": site.netloc,
        "HTTP_ACCEPT_ENCODING": coding,
        "SERVER_NAME": site.hostname or "localhost",
        "wsgi.url_scheme": site.scheme,
    }
    setup_testing_defaults(environ)
    return environ


@contextmanager
def many_questions() -> Iterator[None]:
    """The database stays as it is meanwhile, and notices are no warnings in the log."""
    ends = (request_started, request_finished)
    log = logging.getLogger("django.request")
    log.addFilter(_is_no_notice)
    # Else the end of the first request would end the transaction in which all of it is read.
    for signal in ends:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in ends:
            signal.connect(close_old_connections)
        log.removeFilter(_is_no_notice)


def _is_no_notice(record: logging.LogRecord) -> bool:
    return getattr(record, "status_code", 0) not in (404, 410)
