"""The pages of signing in and of one's own account: allauth's views, where ours differ."""

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.logout import logout
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.base import views as second
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as key
from django import forms
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from editorial.models import User
from editorial.people import limits
from editorial.people.forms import ResetForm, is_braked
from editorial.people.mail import message, send_later


class Braked:
    """Mixin: a form that was sent too often is answered so, and with when to come back."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if is_braked(form):
            response.status_code = 429
            response.headers["Retry-After"] = str(int(limits.OF_SIGNED_IN.every.total_seconds()))
        return response


class SignIn(Braked, account.LoginView):
    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        given = {"next": self.get_next_url() or "", "can_send_mail": settings.CAN_SEND_MAIL}
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | given

    def form_valid(self, form: forms.Form) -> HttpResponse:
        limits.forget_old()
        if self.request.user.is_authenticated:
            logout(self.request, show_message=False)  # another account, with questions of its own
        response: HttpResponse = super().form_valid(form)
        return response


@method_decorator(never_cache, name="dispatch")
class SignOut(account.LogoutView):
    """Signs out when posted to; then, or when looked at, it says how things stand."""

    http_method_names = ("get", "head", "post", "options")

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return TemplateView.get(self, request, *args, **kwargs)

    def get_redirect_url(self) -> str:
        return reverse("account_logout")


class SecondStep(Braked, second.AuthenticateView):
    pass


class PasswordAgain(Braked, account.ReauthenticateView):
    pass


class CodeAgain(Braked, second.ReauthenticateView):
    pass


class PasskeyAgain(key.ReauthenticateWebAuthnView):
    def form_invalid(self, form: forms.Form) -> HttpResponse:
        super().form_invalid(form)  # leaves a message
        return HttpResponseRedirect(self.request.get_full_path())


class NewPassword(Braked, account.PasswordChangeView):
    pass


class AskForReset(Braked, account.PasswordResetView):
    """Says the same, after the same work, whether there is such an account or not: the mail is
    written either way, and sent, where there is somebody, when the answer is on its way."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | {"can_send_mail": settings.CAN_SEND_MAIL}

    def form_valid(self, form: ResetForm) -> HttpResponse:
        to = form.cleaned_data["email"]
        nobody = User(pk=0, username="nobody", email=to)
        mails = [self._mail(to, user) for user in form.users or [nobody]]
        send_later(mails if form.users else [])
        return HttpResponseRedirect(self.get_success_url())

    def _mail(self, to: str, user: User) -> EmailMessage:
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        url = get_adapter().get_reset_password_from_key_url(key)
        given: dict[str, object] = {"user": user, "url": url}
        return message(to, "a new password", "account/email/reset.txt", given)


class AddApp(app.ActivateTOTPView):
    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The square stands in the page itself: the CSP allows no picture as data."""
        context: dict[str, object] = super().get_context_data(**kwargs)
        _, _, drawing = str(context["totp_svg"]).partition("?>")
        return context | {"square": mark_safe(drawing)}  # noqa: S308 - the library's own


def to_own_password(request: HttpRequest) -> HttpResponse:
    """Where the admin had a page of its own."""
    return HttpResponseRedirect(reverse("account_change_password"))
