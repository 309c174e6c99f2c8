"""The server's clock, where the record runs ahead of it: two people accept it.

An act that was recorded on a clock that ran ahead would hold up every later one until that time
has come. One person says that the clock is right now, a second one confirms; from then on acts
follow the confirmation. Their two events are the only ones that are older than the one before.
"""

from django.db import transaction
from django.utils import timezone

from editorial.exceptions import FourEyes, NotAllowed, WrongState
from editorial.models import AuditEvent, User
from editorial.models.audit import CLOCK_ACCEPTED, CLOCK_PROPOSED
from editorial.record import audit
from editorial.rights import ACCEPTS_CLOCK


def propose_clock(*, by: User) -> AuditEvent:
    """Say that this server's clock is right. Raises NotAllowed, WrongState."""
    with transaction.atomic():
        person, ahead = _begin(by)
        return audit.record_of_clock(CLOCK_PROPOSED, by=person, **_seen(ahead))


def accept_clock(*, by: User) -> AuditEvent:
    """Confirm what somebody else said. Raises NotAllowed, FourEyes, WrongState."""
    with transaction.atomic():
        person, ahead = _begin(by)
        proposal = _proposal(ahead, person)
        return audit.record_of_clock(
            CLOCK_ACCEPTED, by=person, proposal=proposal.sequence, **_seen(ahead)
        )


def proposals(ahead: AuditEvent) -> list[AuditEvent]:
    """Who said so since that event, and on a clock that was not put back again since."""
    since = AuditEvent.objects.filter(sequence__gt=ahead.sequence, act=CLOCK_PROPOSED)
    return list(since.filter(time__lte=timezone.now()).order_by("-sequence"))


def confirmable_by(ahead: AuditEvent, by: User) -> list[AuditEvent]:
    """The proposals that wait for this person."""
    if not by.has_perm(ACCEPTS_CLOCK):
        return []
    return [each for each in proposals(ahead) if each.actor_id != str(by.pk)]


def check_may_accept_clock(by: User) -> User:
    """The person as the database has them. Raises NotAllowed."""
    person = User.objects.filter(pk=by.pk).first()
    if person is None or not person.has_perm(ACCEPTS_CLOCK):
        raise NotAllowed("Only an editor or an administrator can accept the clock.")
    return person


def _begin(by: User) -> tuple[User, AuditEvent]:
    audit.queue()
    person = check_may_accept_clock(by)
    ahead = audit.clock_ahead()
    if ahead is None:
        raise WrongState("The clock is not behind the record, so there is nothing to accept.")
    return person, ahead


def _proposal(ahead: AuditEvent, person: User) -> AuditEvent:
    said = proposals(ahead)
    by_others = [each for each in said if each.actor_id != str(person.pk)]
    if by_others:
        return by_others[0]
    if said:
        raise FourEyes(
            "You said yourself that the clock is right, so another editor or administrator must "
            "confirm it."
        )
    raise WrongState("Nobody has said yet that the clock is right. Say so first.")


def _seen(ahead: AuditEvent) -> dict[str, object]:
    return {
        "clock": timezone.now().isoformat(),
        "ahead": ahead.sequence,
        "ahead_until": ahead.time.isoformat(),
    }
