"""Advice is set aside with a reason, which the reviewer reads. Faults are not."""

from django.db import transaction

from editorial.acts.inputs import required_text
from editorial.exceptions import WrongState
from editorial.models import Document, User
from editorial.panel import advice_on
from editorial.record import audit
from editorial.workflow import Act, check

LONGEST = 1000


def dismiss(document: Document, *, by: User, key: str, reason: str) -> None:
    """`key` is that of a finding (`Finding.key`); the dismissal ends when its passage changes.

    Raises NotAllowed, Incomplete, WrongState when the draft is given no such advice any more.
    """
    reason = required_text(reason, "reason", LONGEST)
    with transaction.atomic():
        audit.take_turn()
        document = Document.objects.get(pk=document.pk)
        by = check(Act.DISMISS, document, by=by)
        found = next((each for each in advice_on(document) if each.key == key), None)
        if found is None:
            raise WrongState(
                "This advice is not given any more: the words that it was about were changed. "
                "Nothing was recorded."
            )
        # The event is the record: nothing else keeps who dismissed what, and why.
        dismissal = found.as_record()
        audit.record_of_advice(Act.DISMISS, document, by=by, reason=reason, dismissal=dismissal)
