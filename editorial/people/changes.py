"""The page of changes that wait for a second person: an administrator, or whose account it is."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as second
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from editorial.exceptions import NotAllowed
from editorial.models import IdentityHold, User
from editorial.people import identity


@login_required
@never_cache
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    return _show(request)


def _user_of(request: HttpRequest) -> User:
    return User.objects.get(pk=request.user.pk or 0)


def _show(request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    user = _user_of(request)
    rows = IdentityHold.objects.open().select_related("person", "changer")
    own = list(rows.on(user))
    context: dict[str, Any] = {
        "own": own,
        "of_others": [hold for hold in rows if _may_confirm(hold, user)],
        "refusal": refusal,
    }
    if own and Authenticator.objects.filter(user=user, type="webauthn").exists():
        context["js_data"] = {"request_options": auth.begin_authentication(user)}
    return render(request, "account/changes.html", context, status=status)


def waiting(user: User) -> int:
    """How many changes wait of this account, or for this person to confirm."""
    rows = IdentityHold.objects.open().select_related("person", "changer")
    return sum(hold.person_id == user.pk or _may_confirm(hold, user) for hold in rows)


class Account(second.IndexView):
    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | {"waiting": waiting(_user_of(self.request))}


def _may_confirm(hold: IdentityHold, user: User) -> bool:
    try:
        identity.check_can_confirm(hold, user)
    except NotAllowed:
        return False
    return True


@reauthentication_required(app="editorial")  # type: ignore[untyped-decorator]
@never_cache
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """As a second administrator, who has just shown who they are."""
    hold = get_object_or_404(IdentityHold, pk=pk)
    return _answer(request, lambda user: identity.confirm(hold, by=user))


@login_required
@never_cache
@require_POST
def confirm_own(request: HttpRequest) -> HttpResponse:
    """With a passkey, all that it is older than."""
    form = AuthenticateWebAuthnForm(request.POST, user=request.user)
    if not form.is_valid():
        return _show(request, "No passkey was used. Nothing was confirmed.", 422)
    key = form.cleaned_data["credential"]

    def act(user: User) -> None:
        for hold in IdentityHold.objects.open().on(user):
            identity.confirm_with_own_key(hold, by=user, key=key)

    return _answer(request, act)


def _answer(request: HttpRequest, act: Callable[[User], None]) -> HttpResponse:
    try:
        act(_user_of(request))
    except (NotAllowed, forms.ValidationError) as refusal:
        return _show(request, str(refusal), 403)
    messages.success(request, "Confirmed. It is on record.")
    return redirect("account_changes")
