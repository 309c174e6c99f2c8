"""What people type into acts: cleaned, measured, and refused with a reason."""

from calendar import monthrange
from datetime import UTC, date, datetime

from django.utils import timezone

from editorial.exceptions import Incomplete
from editorial.text.characters import clean_text, is_blank, refused_in


def optional_text(value: str, name: str, limit: int) -> str:
    """Cleaned, at most `limit` characters, empty where nothing can be seen. Raises Incomplete."""
    if found := refused_in(value):
        raise Incomplete(f"The {name} cannot be taken as it is. {found[0]}")
    # Cleaned before it is measured, because what nobody can see does not count; and refused before
    # that, because what changes how words read must not be dropped silently.
    value = "" if is_blank(value) else clean_text(value).strip()
    if len(value) > limit:
        raise Incomplete(f"The {name} has {len(value)} characters; {limit} are the most.")
    return value


def required_text(value: str, name: str, limit: int = 2000) -> str:
    """As `optional_text`, and never empty. Raises Incomplete."""
    value = optional_text(value, name, limit)
    if not value:
        raise Incomplete(f"Give a {name}.")
    return value


def future(moment: datetime) -> datetime:
    """In UTC. Raises Incomplete for a time without a zone, and for one that is not to come."""
    # Guessing a zone could publish an hour early.
    if timezone.is_naive(moment):
        raise Incomplete("Give the time with its time zone.")
    if moment <= timezone.now():
        raise Incomplete("The time has passed; nothing is ever published into the past.")
    return moment.astimezone(UTC)  # as it will stand in the database and in the audit log


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day (31 January + 1 = 28 February)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
