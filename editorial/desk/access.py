"""Who may look at the desk. What they may do there, the engine decides act by act."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from editorial.login import turned_away
from editorial.models import User
from editorial.workflow import Act, Person, has_right

View = Callable[..., HttpResponse]


class DeskRequest(HttpRequest):
    """A request that passed `desk`: somebody is logged in."""

    user: User


def may_use_desk(user: Person) -> bool:
    """Whoever may sign a text, plan its review or comment on it."""
    return any(has_right(user, act) for act in (Act.SIGN_OFF, Act.PLAN_REVIEW, Act.COMMENT))


def desk(view: View) -> View:
    """For all who take part in reviews. Unsigned text is never kept by a browser or a proxy."""

    @cache_control(no_store=True, private=True)
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_use_desk(request.user):
            return turned_away(request, _way_back(request, kwargs))
        return view(request, *args, **kwargs)

    return guarded


def _way_back(request: HttpRequest, kwargs: dict[str, object]) -> str:
    """Where to go after the login: an act cannot be taken up again, but its page can."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    if "pk" in kwargs:
        return reverse("desk-review", args=[kwargs["pk"]])
    return reverse("desk-queue")
