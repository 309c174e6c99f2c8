"""Problems: what is answered instead of a page, as RFC 9457 `application/problem+json`."""

from collections.abc import Callable
from datetime import UTC
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from editorial.models import Withdrawal
from editorial.public.addresses import Gone

View = Callable[..., HttpResponse]
ALLOWED = "GET, HEAD, OPTIONS"


class Problem(Exception):
    """`about` are members of the answer beside the four that every problem has."""

    def __init__(self, status: HTTPStatus, detail: str, **about: object) -> None:
        super().__init__(detail)
        self.status, self.detail, self.about = status, detail, about

    def as_response(self) -> HttpResponse:
        # "about:blank": the problem is what the status says, explained in `detail`.
        said = {"type": "about:blank", "title": self.status.phrase, "status": self.status}
        response = JsonResponse(
            {**said, "detail": self.detail, **self.about},
            status=self.status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )
        if self.status == HTTPStatus.METHOD_NOT_ALLOWED:
            response.headers["Allow"] = ALLOWED
        return response


def bad_request(detail: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, detail)


def not_found() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "There is nothing public at this address.")


def read_only() -> Problem:
    return Problem(HTTPStatus.METHOD_NOT_ALLOWED, f"The API is read-only: {ALLOWED}.")


def gone(withdrawal: Withdrawal | None) -> Problem:
    """The public notice and nothing of the page itself, as on the site."""
    if withdrawal is None:
        detail = "This page is no longer published: its time has run out."
        return Problem(HTTPStatus.GONE, detail, reason=None, withdrawn_at=None)
    return Problem(
        HTTPStatus.GONE,
        "This page was withdrawn. Please do not rely on a copy that you may have kept.",
        reason=withdrawal.reason,
        withdrawn_at=withdrawal.withdrawn_at.astimezone(UTC).isoformat(),
    )


def with_problems(view: View) -> View:
    """The same view, its problems answered as such (RFC 9457)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Problem as problem:
            return problem.as_response()
        except Http404:
            return not_found().as_response()
        except Gone as without:
            return gone(without.withdrawal).as_response()
        except SuspiciousOperation:
            return bad_request("The request could not be read.").as_response()

    return answer
