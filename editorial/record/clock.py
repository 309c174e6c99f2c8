"""The order of times in the audit log: no event is older than the one before, but for those two by
which two people accept the clock; and what an act wrote has the time of the act."""

from collections.abc import Iterator
from datetime import datetime

from editorial.models import AuditEvent
from editorial.models.audit import CLOCK_ACCEPTED, CLOCK_PROPOSED

# By the fact of an event, when its row says that it was made.
MADE_AT = {"submission": "submitted_at", "decision": "decided_at", "withdrawal": "withdrawn_at"}


class Clock:
    """Told of each event in its order."""

    def __init__(self) -> None:
        self.last: AuditEvent | None = None
        self.proposals: dict[object, str] = {}  # since the last event: who proposed

    def faults(self, event: AuditEvent) -> Iterator[str]:
        if event.act == CLOCK_PROPOSED:
            self.proposals[event.sequence] = event.actor_id
            return
        if event.act == CLOCK_ACCEPTED:
            yield from self._acceptance_faults(event)
        elif self.last and event.time < self.last.time:
            yield f"Audit event {event.sequence} is older than event {self.last.sequence}."
        for name, moment in _times(event):
            if moment > event.time or (self.last and moment < self.last.time <= event.time):
                yield f"Audit event {event.sequence}: {name} is not of the time of the act."
        self.last, self.proposals = event, {}

    def _acceptance_faults(self, event: AuditEvent) -> Iterator[str]:
        by = self.proposals.get(event.data.get("proposal"))
        if by is None:
            yield f"Audit event {event.sequence} accepts a clock that nobody proposed."
        elif by == event.actor_id:
            yield f"Audit event {event.sequence}: one person alone accepted the clock."


def _times(event: AuditEvent) -> Iterator[tuple[str, datetime]]:
    """When the rows that an act made say that they were made."""
    for fact, name in MADE_AT.items():
        if isinstance(made := event.data.get(fact), dict):
            yield name, datetime.fromisoformat(str(made[name]))
    if event.act == "sign off" and (editions := event.data.get("editions")):
        yield "published_at", datetime.fromisoformat(str(editions[-1]["published_at"]))
