"""A form that broke off on its way is no form: half a text must not be saved for the whole.

Django takes the end of the connection for the end of the body, and what the network says meanwhile
for a fault of the site.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from _typeshed.wsgi import InputStream


class WholeBody:
    """A body that raises BadRequest where it ends before its length in bytes is reached."""

    def __init__(self, stream: "InputStream", length: int) -> None:
        self.stream, self.left = stream, length

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        found = self._from(self.stream.read, wanted)
        if len(found) < wanted:
            raise BadRequest("The form broke off before its end.")
        return found

    def readline(self, size: int = -1) -> bytes:
        found = self._from(self.stream.readline, self.left if size < 0 else min(size, self.left))
        if self.left and not found and size:
            raise BadRequest("The form broke off before its end.")
        return found

    def _from(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:
            found = read(size)
        except OSError as error:
            raise BadRequest("The form broke off before its end.") from error
        self.left -= len(found)
        return found


def with_whole_bodies(application: "WSGIApplication") -> "WSGIApplication":
    """Around Django, which gives its middleware no way to the stream."""

    def door(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH", "")
        if length.isascii() and length.isdecimal():
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return door
