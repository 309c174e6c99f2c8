"""Names and addresses of people: where to write, and who writes."""

import re
from email.utils import parseaddr
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import URLValidator, validate_email

TELEPHONE = re.compile(r"tel:\+?[0-9][0-9().-]{3,30}\Z")


def site_name(name: str) -> str:
    """It stands in titles and in the subject of e-mails."""
    if not name.isprintable() or len(name) > 60:
        raise ImproperlyConfigured(f"SITE_NAME must be one line of up to 60 characters: {name!r}.")
    return name


def security_contacts(contacts: list[str]) -> list[str]:
    for contact in contacts:
        if not _is_contact(contact):
            raise ImproperlyConfigured(
                f"SECURITY_CONTACT holds {contact!r}; each must be a whole mailto:, https:// or"
                " tel: address, for example mailto:security@example.org."
            )
    return contacts


def _is_contact(contact: str) -> bool:
    scheme, _, rest = contact.partition(":")
    try:
        if scheme == "mailto":
            validate_email(unquote(rest.partition("?")[0]))
        elif scheme == "https":
            URLValidator(["https"])(contact)
        else:
            return bool(TELEPHONE.match(contact))
    except ValidationError:
        return False
    return contact.isprintable() and " " not in contact


def sender(address: str) -> str:
    """EMAIL_FROM: an address, or a name and an address in angle brackets."""
    try:
        validate_email(parseaddr(address)[1])
    except ValidationError:
        address = f"{address}\n"  # refused below
    if not address.isprintable():
        raise ImproperlyConfigured(
            f"EMAIL_FROM must be an e-mail address, such as editors@example.org, not"
            f" {address.strip()!r}."
        )
    return address
