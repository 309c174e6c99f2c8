"""Putting a draft away that never was public, and bringing it back. Nothing is deleted."""

from django.db import transaction

from editorial.acts import drafts
from editorial.models import Document, User
from editorial.record import audit
from editorial.workflow import Act, check, claim


def discard(document: Document, *, by: User) -> Document:
    """Out of the lists, the choices and the work of its owner. Raises NotAllowed, WrongState."""
    with transaction.atomic():
        audit.take_turn()
        document = Document.objects.get(pk=document.pk)
        check(Act.DISCARD, document, by=by)
        # The row stays, with every save: its address is free all the same, since the constraint
        # leaves discarded ones out.
        claim(Act.DISCARD, document)
        audit.record(Act.DISCARD, document, by=by)
    return document


def bring_back(document: Document, *, by: User) -> Document:
    """A draft again. Where another page has its address by now, it is given one of its own, and
    that is a save in its history. Raises NotAllowed, WrongState."""
    with transaction.atomic():
        audit.take_turn()
        document = Document.objects.get(pk=document.pk)
        check(Act.BRING_BACK, document, by=by)
        if document.address_fault():
            _move(document, by)
        else:
            claim(Act.BRING_BACK, document)
        audit.record(Act.BRING_BACK, document, by=by)
    return document


def _move(document: Document, by: User) -> None:
    document.slug = f"{document.slug[:100]}-{document.pk}"
    # Before it is a draft: two with one address are refused by the database.
    Document.objects.filter(pk=document.pk).update(slug=document.slug)
    claim(Act.BRING_BACK, document)
    comment = "Brought back; its address was taken in the meantime."
    with drafts.saving(
        document.stored(), by=by, draft_version=document.draft_version, comment=comment
    ):
        pass
