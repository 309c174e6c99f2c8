"""What the clock will change of what is public, until midnight, when reviews run out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from editorial.models import Edition
from immunosite.invalidation.touching import Place, around_of, touched_at

MOST = 1000  # moments that are told apart; beyond, everything counts as changed
State = tuple[str, datetime]  # the last act, and when the clock next changes anything


@dataclass(frozen=True)
class Planned:
    """`moments` are those between `since` and `until`, with what each of them touches; it holds
    while `act` is the last one."""

    act: str
    since: datetime
    until: datetime
    moments: tuple[tuple[datetime, set[str]], ...]

    def holds(self, act: str, now: datetime) -> bool:
        return self.act == act and self.since <= now < self.until

    def first(self, sources: set[str]) -> datetime:
        """When the clock next changes any of these."""
        touching = (moment for moment, touched in self.moments if not touched.isdisjoint(sources))
        return next(touching, self.until)


def midnight_after(now: datetime) -> datetime:
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def planned(act: str, now: datetime) -> Planned:
    """Two queries, or one."""
    until = midnight_after(now)
    rows = sorted(_moments(now, until), key=lambda row: row[0])
    if len(rows) > MOST:
        until = rows[MOST][0]
        rows = [row for row in rows if row[0] < until]
    around = around_of(place.document for _, place in rows)
    moments = tuple((moment, touched_at(place, around)) for moment, place in rows)
    return Planned(act, now, until, moments)


def _moments(now: datetime, until: datetime) -> list[tuple[datetime, Place]]:
    begins = Q(effective_from__gt=now, effective_from__lt=until)
    ends = Q(effective_until__gt=now, effective_until__lt=until)
    columns = ("effective_from", "effective_until", "document_id", "kind", "slug")
    rows = Edition.objects.filter(begins | ends).order_by().values_list(*columns)
    return [
        (moment, Place(*place))
        for begin, end, *place in rows
        for moment in (begin, end)
        if moment and now < moment < until
    ]
