"""Whoever is named as the writer of a page agrees to it, or does not. The answer is on record."""

from django.db import transaction

from editorial.models import Document, Naming, User
from editorial.record import audit
from editorial.workflow import Act, check


def agree(document: Document, *, by: User) -> None:
    """Be named on the editions to come. Raises NotAllowed, WrongState."""
    _answer(Act.AGREE, document, by, Naming.AGREED)


def decline(document: Document, *, by: User) -> None:
    """Not be named on the editions to come, whatever was said before. Raises likewise."""
    _answer(Act.DECLINE, document, by, Naming.DECLINED)


def _answer(act: Act, document: Document, by: User, naming: Naming) -> None:
    with transaction.atomic():
        audit.take_turn()
        document = Document.objects.get(pk=document.pk)
        by = check(act, document, by=by)
        document.naming = naming
        Document.objects.filter(pk=document.pk).update(naming=naming)
        audit.record_save(act, document, by=by, naming=document.naming_as_record())
