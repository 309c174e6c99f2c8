"""Who may come in to admin and desk. Signing in itself is in `editorial.people`."""

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from editorial.rights import may_view


def may_enter(user: AbstractUser | AnonymousUser) -> bool:
    """A role opens the door. The staff flag alone shows an empty house, as it always did."""
    return bool(user.is_active and (user.is_staff or may_view(user)))


@never_cache
def turned_away(request: HttpRequest, way_back: str) -> HttpResponse:
    """For a stranger the sign-in page, which leads back; else a page that says what is missing.

    Asking somebody who is signed in to sign in again would send them round in a circle.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(way_back)
    if request.method == "POST":
        raise PermissionDenied  # what was typed is given back
    return render(request, "403.html", status=403)
