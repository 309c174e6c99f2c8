"""Re-authentication at the moment of signing (after 21 CFR Part 11, 11.200), under the limit on
guessing that every place has which checks a secret."""

from django.db import transaction

from editorial.exceptions import TooManyTries, WrongPassword
from editorial.models import Review, User
from editorial.models.audit import REFUSED
from editorial.people import limits
from editorial.record import audit

WRONG_PASSWORD = f"{REFUSED}: password"


def reauthenticate(by: User, password: str, review: Review) -> None:
    """Return when the password is the signer's own, as it is stored; else raise WrongPassword and
    record it. Raises TooManyTries."""
    try:
        with limits.from_inside(by.pk):
            _check_password(by, password)
    except TooManyTries:
        raise
    except WrongPassword:
        _record(by, review)
        raise


def _check_password(by: User, password: str) -> None:
    # The object in hand may carry a password that nobody set.
    if not User.objects.get(pk=by.pk).check_password(password):
        raise WrongPassword("That is not your password. Nothing was signed.")


def _record(by: User, review: Review) -> None:
    # A transaction of its own, which commits although the act is refused.
    with transaction.atomic():
        audit.take_turn()
        audit.record(WRONG_PASSWORD, review.document, by=by, digest=review.digest, review=review.pk)
