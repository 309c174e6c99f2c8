"""The plan of a text under review: when it would go up and come down, were it signed now."""

from dataclasses import dataclass
from datetime import datetime

from editorial.models import Review


@dataclass(frozen=True)
class Plan:
    """Times in UTC. `publish_at` None: as soon as it is signed; `expire_at` None: it stays up."""

    publish_at: datetime | None
    expire_at: datetime | None

    @property
    def key(self) -> str:
        """What a form carries, to say which plan was on the screen. Empty: nothing is planned."""
        times = (self.publish_at, self.expire_at)
        return "/".join(time.isoformat() if time else "" for time in times) if any(times) else ""

    def __str__(self) -> str:
        up = f"on {said(self.publish_at)}" if self.publish_at else "as soon as it is signed"
        down = f"taken down on {said(self.expire_at)}" if self.expire_at else "not taken down"
        return f"published {up}, and {down}"


def plan_of(review: Review, now: datetime) -> Plan:
    """Nothing is published into the past. A re-affirmed text keeps the dates that it has."""
    document = review.document
    if review.reaffirms:
        latest = document.latest_edition()
        return Plan(None, latest.expires_at if latest else None)
    # The document’s plan and not a frozen one: an editor may change it during the review, and `key`
    # tells the signer.
    publish_at = document.publish_at
    return Plan(publish_at if publish_at and publish_at > now else None, document.expire_at)


def said(moment: datetime) -> str:
    return f"{moment:%-d %B %Y, %H:%M} UTC"
