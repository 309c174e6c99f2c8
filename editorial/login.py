"""The one door to admin and desk: signing in and out, and who may come in."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from editorial.rights import may_view


def may_enter(user: Any) -> bool:
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


class SignInForm(AuthenticationForm):
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "That user name and password do not belong together. Check both; "
        "capital letters count in the password.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.error_messages["required"] = "Enter your user name."
        name.error_messages["max_length"] = self.error_messages["invalid_login"]
        password.error_messages["required"] = "Enter your password."


class SignIn(views.LoginView):
    authentication_form = SignInForm

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Where the user wanted to go, if that is on this site and no door."""
        address = super().get_redirect_url()
        doors = {reverse(name) for name in ("login", "logout", "admin:login", "admin:logout")}
        return "" if urlsplit(address).path in doors else address


class SignOut(views.LogoutView):
    """Signs out when posted to; then, or when looked at, it says how things stand."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "registration/logged_out.html"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        super().post(request, *args, **kwargs)
        return HttpResponseRedirect(reverse("logout"))
