"""Whose form it is: each form of somebody signed in says so, signed, beside its token.

So text typed by one person is never saved as another's without a word, whichever way a second
person came to be signed in on the same machine.
"""

from collections.abc import Mapping

from django.core.signing import BadSignature, Signer
from django.db import DatabaseError

from editorial.models import User

FIELD = "typed_by"
_signer = Signer(salt="immunosite.returned.whose")


def mark_of(user: User) -> str:
    return _signer.sign(str(user.pk))


def owner_id(posted: Mapping[str, str]) -> int | None:
    """None where the form does not say, or was tampered with."""
    try:
        return int(_signer.unsign(posted.get(FIELD, "")))
    except (BadSignature, ValueError):
        return None


def owner_of(posted: Mapping[str, str]) -> User | None:
    """None also where the database cannot be read: the words are given back without the name."""
    pk = owner_id(posted)
    try:
        return User.objects.filter(pk=pk).first() if pk else None
    except DatabaseError:
        return None
