"""Which methods an address takes, said before anybody asks whose form it is.

Django asks for the token of a form first, so a stranger's POST to a page that takes none would hear
403 and be given a cookie, and any other word for a method would be answered like GET.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from immunosite.edge.bodies import refusal
from immunosite.edge.cookies import is_private

READING = ["GET", "HEAD", "OPTIONS"]
Next = Callable[[HttpRequest], HttpResponse]


class KnownMethods:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD" and not response.streaming and response.content:
            # Left in, each HEAD would be a warning of the web server's in the log.
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        # Readers' forms and the API carry no token, and say themselves what they take.
        if getattr(view, "csrf_exempt", False):
            return None
        taken = [*READING, "POST"] if is_private(request.path_info) else READING
        if request.method == "OPTIONS":
            response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        elif request.method in taken:
            return None
        else:
            response = refusal(HTTPStatus.METHOD_NOT_ALLOWED)
        response.headers["Allow"] = ", ".join(taken)
        return response
