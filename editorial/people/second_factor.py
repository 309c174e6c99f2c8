"""The second factor: a code from an app or a list, each accepted once, by whichever process."""

import re
from collections.abc import Iterable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.crypto import salted_hmac

from editorial.models import SpentCode, User

APP, LIST, KEY = (
    Authenticator.Type.TOTP,
    Authenticator.Type.RECOVERY_CODES,
    Authenticator.Type.WEBAUTHN,
)
# Longer than any code of an app is accepted; then the same digits may come up again.
APP_CODE_LIVES = timedelta(minutes=5)


def has(person: User, *types: str) -> bool:
    """Whether the person set one up; without types, any that is asked for at the door."""
    rows = Authenticator.objects.filter(user_id=person.pk, type__in=types or (APP, KEY))
    return bool(rows.exists())


def accepted(person: User, code: str, types: Iterable[str] = (APP, LIST)) -> Authenticator | None:
    """The authenticator whose code this is, and which never accepts it again; else None."""
    rows = Authenticator.objects.filter(user_id=person.pk, type__in=tuple(types))
    return next((each for each in rows.order_by("-type") if _spend(each, code)), None)


def _spend(authenticator: Authenticator, code: str) -> bool:
    code = re.sub("[^0-9]", "", code)  # apps and lists show them in groups
    if not authenticator.wrap().validate_code(code):
        return False
    now = timezone.now()
    spent = SpentCode.objects.filter(authenticator=authenticator.pk)
    if authenticator.type == APP:
        spent.filter(spent_at__lt=now - APP_CODE_LIVES).delete()
    digest = salted_hmac("editorial.people.code", code, algorithm="sha256").hexdigest()
    _, is_new = SpentCode.objects.get_or_create(
        authenticator=authenticator.pk, digest=digest, defaults={"spent_at": now}
    )
    return is_new
