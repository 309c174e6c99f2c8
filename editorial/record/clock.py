"""The order of times in the audit log: no event is older than the one before, but for those two by
which two people accept the clock."""

from collections.abc import Iterator

from editorial.models import AuditEvent
from editorial.models.audit import CLOCK_ACCEPTED, CLOCK_PROPOSED


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
        self.last, self.proposals = event, {}

    def _acceptance_faults(self, event: AuditEvent) -> Iterator[str]:
        by = self.proposals.get(event.data.get("proposal"))
        if by is None:
            yield f"Audit event {event.sequence} accepts a clock that nobody proposed."
        elif by == event.actor_id:
            yield f"Audit event {event.sequence}: one person alone accepted the clock."
