"""The one door through which the library of sources is changed."""

import reversion
from django.db import transaction

from editorial.acts.drafts import clean_fields
from editorial.models import User
from editorial.text.characters import clean_text
from editorial.workflow import Act, check_right
from evidence.models import Reference


def save_reference(reference: Reference, *, by: User, comment: str = "") -> Reference:
    """Save a new or changed source as one revision.

    Raises ValidationError (fields), NotAllowed.
    """
    check_right(Act.EDIT, by=by, doing="change the library of sources")
    clean_fields(reference)
    strip_fields(reference)
    with transaction.atomic(), reversion.create_revision(manage_manually=True, atomic=False):
        reference.full_clean()
        reference.save()
        reversion.set_user(by)
        reversion.set_comment(clean_text(comment))
        reversion.add_to_revision(reference)
    return reference


def clean_reference(reference: Reference) -> None:
    """What a save would refuse of the fields, as ValidationError; writes nothing."""
    clean_fields(reference)
    strip_fields(reference)
    reference.full_clean()


def strip_fields(reference: Reference) -> None:
    """As a form would do; importers and commands have none."""
    for field in reference._meta.concrete_fields:
        if isinstance(value := getattr(reference, field.attname), str):
            setattr(reference, field.attname, value.strip())
