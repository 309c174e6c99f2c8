"""What changes an account, through whichever door, is put on record (`identity.note`)."""

from collections.abc import Collection
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from editorial.models import ReviewerProfile, User
from editorial.people import identity
from editorial.record import audit

UpdateFields = Collection[str] | None


def connect() -> None:
    pre_save.connect(_before_save, User)
    post_save.connect(_after_save, User)
    for signal in (post_save, post_delete):
        signal.connect(_profile, ReviewerProfile)
        signal.connect(_authenticator, Authenticator)
    for through in (User.groups.through, User.user_permissions.through):
        m2m_changed.connect(_people, through)
    m2m_changed.connect(_teams, ReviewerProfile.teams.through)


def _touches(update_fields: UpdateFields) -> bool:
    return update_fields is None or bool(identity.columns() & set(update_fields))


def _before_save(update_fields: UpdateFields = None, **kwargs: object) -> None:
    if _touches(update_fields):
        audit.take_turn()  # before the row itself, as each act does


def _after_save(instance: User, update_fields: UpdateFields = None, **kwargs: object) -> None:
    if _touches(update_fields):
        identity.note(instance.pk, also_tell=instance.earlier_email)


def _profile(instance: ReviewerProfile, **kwargs: object) -> None:
    identity.note(instance.user_id)


def _authenticator(
    instance: Authenticator, update_fields: UpdateFields = None, **kwargs: object
) -> None:
    if update_fields is None or "data" in update_fields:
        identity.note(instance.user_id)


def _people(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: object
) -> None:
    """From the person's side, or from the group's, which names them or had them."""
    if action == "pre_clear" and reverse:
        instance.had = list(instance.user_set.values_list("pk", flat=True))
    elif action.startswith("post_"):
        people = (pk_set or instance.had) if reverse else [instance.pk]
        for person in people:
            identity.note(person)


def _teams(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: object
) -> None:
    if action == "pre_clear" and reverse:
        instance.had = list(instance.members.values_list("pk", flat=True))
    elif action.startswith("post_"):
        profiles = (pk_set or instance.had) if reverse else [instance.pk]
        for person in ReviewerProfile.objects.filter(pk__in=profiles).values_list(
            "user", flat=True
        ):
            identity.note(person)
