"""Mail to people with an account: written at once, sent when the answer is on its way."""

import logging
from collections.abc import Iterable
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


def tell(to: Iterable[str], subject: str, template: str, given: dict[str, object]) -> None:
    """To each address that there is, once the change is kept."""
    mails = [message(address, subject, template, given) for address in sorted({*to} - {""})]
    transaction.on_commit(lambda: send_later(mails))


def message(to: str, subject: str, template: str, given: dict[str, object]) -> EmailMessage:
    where = {"site": settings.SITE_NAME, "address": settings.SITE_URL}
    body = render_to_string(template, given | where)
    return EmailMessage(f"{settings.SITE_NAME}: {subject}", body, to=[to])


def send_later(mails: list[EmailMessage]) -> None:
    """Nobody waits for the mail server; so nobody learns from the time whether a mail was sent."""
    if settings.CAN_SEND_MAIL:
        Thread(target=_send, args=(mails,)).start()


def _send(mails: list[EmailMessage]) -> None:
    for mail in mails:
        try:
            mail.send()
        except OSError:  # smtplib's errors, too
            log.exception("A mail about an account could not be sent.")
