"""Which state an event of the audit log led to."""

from editorial.models import AuditEvent, State
from editorial.workflow import TABLE, Act

MOVES: dict[str, State] = {act: row.target for act, row in TABLE.items() if row.target}


def state_after(event: AuditEvent) -> State | None:
    """None for an event that moved nothing: the first of two signatures publishes nothing yet."""
    if event.act == Act.SIGN_OFF and "editions" not in event.data:
        return None
    return MOVES.get(event.act)
