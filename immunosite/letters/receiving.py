"""The door for readers' letters. Whoever writes too often is asked to wait, without a cookie.

The one public module that knows the table of letters: it counts and adds, and shows nothing.
"""

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from editorial.models import Edition
from editorial.people.client_address import network_of
from immunosite.letters.models import Letter

HOUR = timedelta(hours=1)
FROM_ONE_SENDER = 5  # letters in an hour
FROM_ALL = 200


class TooMany(Exception):
    """The letter was not taken; `wait` seconds later it may be."""

    wait = int(HOUR.total_seconds())


def receive(
    kind: str, text: str, *, sender: str, edition: Edition | None = None, reply_to: str = ""
) -> None:
    """Keep a letter. Raises TooMany."""
    with transaction.atomic():
        recent = Letter.objects.filter(received_at__gt=timezone.now() - HOUR)
        if recent.filter(sender=sender).count() >= FROM_ONE_SENDER:
            raise TooMany(
                "We have several letters from you, or from somebody with the same connection. "
                "Your text is still here: please send it in an hour."
            )
        if recent.count() >= FROM_ALL:
            raise TooMany(
                "So many letters have come that we cannot take more just now. Your text is still "
                "here: please send it in an hour."
            )
        Letter.objects.create(
            kind=kind, edition=edition, text=text, reply_to=reply_to, sender=sender
        )


def sender_of(request: HttpRequest) -> str:
    """The same for all letters from one address on one day, and no way back to the address."""
    day = timezone.now().date().isoformat()
    return salted_hmac("letters", f"{day} {network_of(request)}").hexdigest()[:32]
