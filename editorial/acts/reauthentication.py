"""Re-authentication at the moment of signing (after 21 CFR Part 11, 11.200), with a brake
on guessing. Later factors belong here too."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from editorial.exceptions import WrongPassword
from editorial.models import AuditEvent, Review, User
from editorial.models.audit import REFUSED
from editorial.record import audit

WRONG_PASSWORD = f"{REFUSED}: password"
ATTEMPTS = 5
PAUSE = timedelta(minutes=15)


def reauthenticate(by: User, password: str, review: Review) -> None:
    """Return when the password is the signer's own; else raise WrongPassword and record it.

    After ATTEMPTS wrong ones within PAUSE even the right one waits.
    """
    failed = AuditEvent.objects.filter(
        act=WRONG_PASSWORD, actor_id=str(by.pk), time__gt=timezone.now() - PAUSE
    ).count()
    if failed >= ATTEMPTS:
        raise WrongPassword("Too many wrong passwords. Wait 15 minutes, then sign again.")
    if by.check_password(password):
        return
    with transaction.atomic():
        audit.take_turn()
        audit.record(WRONG_PASSWORD, review.document, by=by, digest=review.digest, review=review.pk)
    raise WrongPassword("That is not your password. Nothing was signed.")
