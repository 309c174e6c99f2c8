"""The forms of signing in and of one's own account: allauth's, in our words, under our limits."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from allauth.account import forms as account
from allauth.account.models import Login
from allauth.mfa.base import forms as second
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app
from django import forms
from django.contrib.auth import authenticate

from editorial.exceptions import TooManyTries
from editorial.models import User
from editorial.people import limits, second_factor

NO_MATCH = (
    "That user name and password do not belong together. Check both; "
    "capital letters count in the password."
)
WRONG_CODE = "That code is not valid now. Each code works once; take the next one."
TOO_MANY = "too_many_tries"


@contextmanager
def told() -> Iterator[None]:
    """Too many tries are said as a form says what is wrong with it."""
    try:
        yield
    except TooManyTries as refusal:
        raise forms.ValidationError(refusal.message, code=TOO_MANY) from refusal


def is_braked(form: forms.BaseForm) -> bool:
    return any(form.has_error(name, TOO_MANY) for name in form.errors)


def _password(label: str, missing: str, kind: str = "current-password") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(
        label=label, strip=False, widget=widget, error_messages={"required": missing}
    )


def code_field(*, required: bool = True, help_text: str = "") -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    return forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(attrs=attributes),
        error_messages={"required": "Enter the code.", "max_length": WRONG_CODE},
        required=required,
        help_text=help_text,
    )


class SignInForm(account.LoginForm):
    """Whoever is not there, has left or mistyped is told the same, and waits as long."""

    username = forms.CharField(
        label="User name",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "Enter your user name.", "max_length": NO_MATCH},
    )
    password = _password("Password", "Enter your password.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["login"]
        self.order_fields(["username", "password"])

    def user_credentials(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("username", "password")}

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = self.cleaned_data
        if not self.errors:
            with told(), limits.from_outside("password", given["username"]):
                self.user = self._known(**self.user_credentials())
            self._login = Login(user=self.user)
        return given

    def _known(self, username: str, password: str) -> User:
        user = authenticate(self.request, username=username, password=password)
        if not isinstance(user, User):
            raise forms.ValidationError(NO_MATCH, code="invalid_login")
        return user


class WholeSignInForm(SignInForm):
    """Password and code in one, for a page that must not be left."""

    code = code_field(
        required=False, help_text="If your account has a second factor: from your app or list."
    )

    def _known(self, username: str, password: str) -> User:
        user = super()._known(username, password)
        code = self.cleaned_data.get("code", "")
        if second_factor.has(user) and not second_factor.accepted(user, code):
            raise forms.ValidationError({"code": WRONG_CODE if code else "Enter the code, too."})
        return user


class _OneCode(forms.Form):
    """Mixin: the code is looked at once, under a limit."""

    user: User
    code = code_field()

    def limit(self) -> AbstractContextManager[None]:
        return limits.from_outside("code", self.user.pk)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        with told(), self.limit():
            found = second_factor.accepted(self.user, code)
            if found is None:
                raise forms.ValidationError(WRONG_CODE)
        found.user = self.user
        self.authenticator: Authenticator = found
        return code


class CodeForm(_OneCode, second.AuthenticateForm):
    pass


class CodeAgainForm(_OneCode, second.ReauthenticateForm):
    def limit(self) -> AbstractContextManager[None]:
        return limits.from_inside(self.user.pk)


class AppForm(app.ActivateTOTPForm):
    code = code_field(help_text="The six digits that the app shows now.")


def check_own(person: User, password: str) -> None:
    """Raises ValidationError. Of the stored password, whatever the object in hand carries."""
    with told(), limits.from_inside(person.pk):
        if not User.objects.get(pk=person.pk).check_password(password):
            raise forms.ValidationError("That is not your password.")


class PasswordAgainForm(account.ReauthenticateForm):
    password = _password("Your password", "Enter your password.")

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        check_own(self.user, password)
        return password


class NewPasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)

    def clean_oldpassword(self) -> str:
        password: str = self.cleaned_data["oldpassword"]
        check_own(self.user, password)
        return password


class ResetForm(account.ResetPasswordForm):
    """By mail to the address that the account has now, and no other."""

    email = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Enter your e-mail address."},
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        with told():
            limits.one_mail(email)
        self.users = list(User.objects.filter(email__iexact=email, is_active=True)[:5])
        return email


class ResetKeyForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


WORDS = {
    "oldpassword": ("Your password now", "Enter your password."),
    "password1": ("New password", "Enter a new password."),
    "password2": ("New password, once more", "Enter the new password once more."),
}


def _in_our_words(form: forms.Form) -> None:
    for name, field in form.fields.items():
        field.label, field.error_messages["required"] = WORDS[name]
        field.widget.attrs.pop("placeholder", None)
        if name != "password1":
            field.help_text = ""
