"""What django-allauth asks the site: where one may be led, who is told, how secrets are kept."""

from base64 import b32encode, urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from editorial.people.client_address import network_of

DOORS = ("account_login", "account_logout", "mfa_authenticate", "admin:login", "admin:logout")


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """On this host, and no door: nobody is led off the site or round in a circle."""
        request = context.request
        return bool(
            url_has_allowed_host_and_scheme(
                url, {request.get_host()}, require_https=request.is_secure()
            )
        ) and urlsplit(url).path not in {reverse(name) for name in DOORS}

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages answer with pages; the one script asks for the challenge of a passkey."""
        return request.method == "GET" and request.path == reverse("mfa_login_webauthn")

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_of(request)

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, str]]:
        """Whoever has a second factor shows it: a password alone takes none away."""
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        stronger = [each for each in methods if each["id"] != "reauthenticate"]
        return stronger or methods

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """By the site's own name, not by the one that the request claims."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.SITE_URL}{path.replace('UID-KEY', key)}"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That did not work. Try again; each code works once.",
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: object) -> str:  # noqa: A002
        return "Passkey"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": relying_party(), "name": settings.SITE_NAME}

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was kept under a key that is gone opens nothing, and is no fault of the page."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Nobody can guess a code of this: a new secret each time.
            return b32encode(token_bytes(40)).decode()


def relying_party() -> str:
    """The name for which browsers keep passkeys: the site's host. Not an address in numbers, so a
    site on this machine is known as localhost."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return "localhost" if host.replace(".", "").isdigit() or ":" in host else host


def _box() -> MultiFernet:
    """Secrets of second factors are of no use to whoever reads the database alone."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [sha256(f"editorial.people.second_factor {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])
