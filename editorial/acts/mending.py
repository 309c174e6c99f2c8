"""Put right what a restored backup, or a clock that was set, left: the copies follow the record.

The audit log says which state each document is in, the notices say what was withdrawn. Nothing of
the record itself is changed, and what is put right is an event of its own.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from editorial.models import AuditEvent, Document, Edition, State, Withdrawal
from editorial.record import audit
from editorial.record.states import MOVES, state_after
from editorial.workflow import put_back

ACT = "mend the state"


def mend(*, dry_run: bool) -> Iterator[str]:
    """What is (with `dry_run`: would be) put right, in sentences. Raises ClockBehind."""
    for pk in list(Document.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            audit.take_turn()
            document = Document.objects.get(pk=pk)
            withdrawn = list(_mend_withdrawn(document))
            done = [*withdrawn, *_mend_state(document)]
            if dry_run:
                transaction.set_rollback(True)
            elif done:
                changed = _covered(document) if withdrawn else []
                facts = [each.as_record() for each in changed]
                event = audit.record_of_mending(ACT, document, done=done, editions=facts)
                document.editions.filter(pk__in=[e.pk for e in changed]).update(event=event)
        yield from (f"Document {pk} ({document.slug}): {each}" for each in done)


def _covered(document: Document) -> list[Edition]:
    """What its notices cover: of a page that was public, all up to that edition; else that one."""
    notices = Withdrawal.objects.filter(edition__document=document)
    public = notices.exclude(edition__effective_until=F("edition__effective_from"))
    last = max(public.values_list("edition__number", flat=True), default=0)
    covered = Q(number__lte=last) | Q(pk__in=notices.values("edition"))
    return list(document.editions.filter(covered).order_by("number"))


def _mend_withdrawn(document: Document) -> Iterator[str]:
    for edition in _covered(document):
        if not edition.withdrawn:
            Edition.objects.filter(pk=edition.pk).update(withdrawn=True)
            yield f"edition {edition.number} is marked as withdrawn, as its notice says."
        if edition.effective_until is None:
            until = max(timezone.now(), edition.effective_from)
            Edition.objects.filter(pk=edition.pk).update(effective_until=until)
            yield f"edition {edition.number} is withdrawn, so its time is ended."


def _mend_state(document: Document) -> Iterator[str]:
    state = _state_on_record(document)
    if document.state != state:
        put_back(document, state)
        yield f"its state is {state.value}, as the audit log says, and no more {document.state}."


def _state_on_record(document: Document) -> State:
    moves = AuditEvent.objects.acts_on(document).filter(act__in=MOVES).order_by("-sequence")
    return next(filter(None, map(state_after, moves.iterator())), State.DRAFT)
