"""What a view has done whenever its page is asked for, also while the page store answers for it."""

from collections.abc import Callable

from django.http import HttpResponse

Act = Callable[[], object]
NAME = "_each_time"


def each_time(response: HttpResponse, act: Act) -> None:
    """`act` must be quick and raise nothing: readers wait for it."""
    setattr(response, NAME, act)


def act_of(response: HttpResponse) -> Act | None:
    return getattr(response, NAME, None)
