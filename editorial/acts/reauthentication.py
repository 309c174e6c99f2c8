"""Re-authentication at the moment of signing (after 21 CFR Part 11, 11.200), under the limit on
guessing that every place has which checks a secret."""

from django.conf import settings
from django.db import transaction

from editorial.exceptions import TooManyTries, WrongCode, WrongPassword
from editorial.models import Method, Review, User
from editorial.models.audit import REFUSED
from editorial.people import limits, second_factor
from editorial.record import audit

WRONG_PASSWORD = f"{REFUSED}: password"


def reauthenticate(by: User, password: str, code: str, review: Review) -> Method:
    """How the signer was recognised: by the password as it is stored and, where the site asks for
    it, a code of their app. Raises WrongPassword and records it; TooManyTries."""
    try:
        with limits.from_inside(by.pk):
            _check_password(by, password)
            if not settings.SIGNING_REQUIRES_MFA:
                return Method.PASSWORD
            _check_code(by, code)
            return Method.CODE
    except TooManyTries:
        raise
    except WrongPassword:
        _record(by, review)
        raise


def _check_password(by: User, password: str) -> None:
    # The object in hand may carry a password that nobody set.
    if not User.objects.get(pk=by.pk).check_password(password):
        raise WrongPassword("That is not your password. Nothing was signed.")


def _check_code(by: User, code: str) -> None:
    # Not the list of recovery codes, which is for the day on which the phone is lost.
    if second_factor.accepted(by, code, (second_factor.APP,)) is None:
        raise WrongCode("That code is not valid now. Take the next one. Nothing was signed.")


def _record(by: User, review: Review) -> None:
    # A transaction of its own, which commits although the act is refused.
    with transaction.atomic():
        audit.take_turn()
        audit.record(WRONG_PASSWORD, review.document, by=by, digest=review.digest, review=review.pk)
