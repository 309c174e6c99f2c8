"""Acts on an account are on the record, and what somebody else changed waits for a second person.

Whichever door a change comes through, the admin, a command or a shell, a signal leads it here. The
event holds how the account then stood, so that `verify_records` finds what was changed behind it.
Decisions: docs/adr/0031-identity-acts.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from editorial.digests import digest_of
from editorial.exceptions import NotAllowed
from editorial.models import AuditEvent, IdentityHold, ReviewerProfile, User
from editorial.people.mail import tell
from editorial.record import audit
from editorial.rights import REVIEWS
from editorial.snapshot import rows_of

Standing = dict[str, object]  # what `standing` says of a person
PERSON = "person"
ADMINISTERS = "editorial.change_user"
BACKEND = "django.contrib.auth.backends.ModelBackend"
WORDS = {
    "username": "user name",
    "first_name": "first name",
    "last_name": "last name",
    "email": "e-mail address",
    "password": "password",
    "is_active": "whether it is active",
    "is_staff": "staff status",
    "is_superuser": "superuser status",
    "roles": "roles",
    "rights": "single rights",
    "profile": "reviewer profile",
    "factors": "second factors",
}
# What is kept of it is enough to notice a change, and no more.
SEALED = ("password", "email")
_rehashing: ContextVar[bool] = ContextVar("rehashing", default=False)
# Who was changed within `as_one_change`, each with the address that the account had until then.
_gathered: ContextVar[dict[int, str] | None] = ContextVar("gathered", default=None)


# --- How an account stands ------------------------------------------------------------------------


def standing(person: User) -> Standing:
    """All that makes a person who they are here, as plain JSON. `person` is as stored."""
    own = {name: getattr(person, name) for name in sorted(columns())}
    sealed = {name: digest_of({"person": person.pk, name: own[name]}) for name in SEALED}
    rights = person.user_permissions.values_list("content_type__app_label", "codename")
    return {
        **own,
        **sealed,
        "roles": sorted(person.groups.values_list("pk", flat=True)),  # names may change
        "rights": sorted(".".join(each) for each in rights),
        "profile": _profile(person),
        "factors": [_factor(each) for each in _factors(person)],
    }


def _factors(person: User) -> QuerySet[Authenticator]:
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user=person).order_by("pk")
    return rows


def columns() -> set[str]:
    """Those of the table of accounts."""
    return {field.name for field in User._meta.concrete_fields} & set(WORDS)


def _profile(person: User) -> dict[str, object] | None:
    profile = ReviewerProfile.objects.filter(user=person).first()
    return profile.as_record() if profile else None


def _factor(authenticator: Authenticator) -> dict[str, object]:
    """Not how often it was used, which changes by itself."""
    kept = {key: authenticator.data.get(key) for key in ("secret", "seed", "credential", "name")}
    type_ = str(authenticator.type)
    return {"id": authenticator.pk, "type": type_, "digest": digest_of(kept)}


def last_event(person_id: int) -> AuditEvent | None:
    events = AuditEvent.objects.filter(document_kind=PERSON, document_id=str(person_id))
    return events.filter(data__has_key="identity").order_by("-sequence").first()


# --- What was changed -----------------------------------------------------------------------------


@contextmanager
def rehashing() -> Iterator[None]:
    """The same password under a newer hash, as happens when somebody signs in."""
    token = _rehashing.set(True)
    try:
        yield
    finally:
        _rehashing.reset(token)


@contextmanager
def as_one_change() -> Iterator[None]:
    """What one form changes of an account in several tables is one event, and one mail."""
    gathered: dict[int, str] = {}
    with transaction.atomic():
        token = _gathered.set(gathered)
        try:
            yield
        finally:
            _gathered.reset(token)
        for person_id, also_tell in gathered.items():
            note(person_id, also_tell)


def note(person_id: int, also_tell: str = "") -> None:
    """Put on record what is otherwise by now, if anything is. Called within the change's
    transaction. `also_tell`: an address that the account had until now."""
    gathered = _gathered.get()
    if gathered is not None:
        gathered[person_id] = gathered.get(person_id) or also_tell
        return
    with transaction.atomic():
        audit.take_turn()
        person = User.objects.filter(pk=person_id).first()
        if person is None:
            return  # deleted with all that hung on it, which the log keeps
        last, now = last_event(person_id), standing(person)
        before: Standing = last.data["identity"] if last else {}
        changed = [name for name in WORDS if before.get(name) != now[name]]
        if changed:
            _record(person, changed, before, now)
            if last and not _rehashing.get():
                _mail(person, changed, also_tell)


def _record(person: User, changed: list[str], before: Standing, identity: Standing) -> None:
    by = actor(person)
    what = ", ".join(WORDS[name] for name in changed) if before else "the account itself"
    held = IdentityHold(person=person, changer=by, since=timezone.now(), what=what)
    must_wait = _must_wait(person, by)
    if not must_wait and (key := _new_key(before, identity)) and signs(person):
        held.key, held.what, must_wait = key, "a passkey to sign pages with", by is not None
    holds = {"held": held.as_record()} if must_wait else {}
    act = "change account" if before else "make account"
    event = audit.record_of_person(
        act, person, by=by, reason=what, identity=identity, changed=changed, **holds
    )
    if holds:
        held.event = event.sequence
        held.save()


def _new_key(before: Standing, now: Standing) -> int | None:
    known = _keys_in(before)
    return next((key for key in _keys_in(now) if key not in known), None)


def _keys_in(standing: Standing) -> list[int]:
    factors = rows_of(standing.get("factors", []))
    return [int(str(each["id"])) for each in factors if each["type"] == Authenticator.Type.WEBAUTHN]


def key_is_confirmed(person: User, key: int) -> bool:
    """Whether pages can be signed with this passkey: a second person has confirmed whose it is."""
    holds = IdentityHold.objects.open().on(person).filter(key=key)
    event = last_event(person.pk)
    recorded = event is not None and any(
        factor["id"] == key for factor in event.data["identity"]["factors"]
    )
    return recorded and all(_has_waited(hold) for hold in holds)


def actor(person: User) -> User | None:
    """Who is at it: whoever is signed in; the person, where a link from their mail or their
    password brought them; nobody for a command."""
    request = context.request
    if request is None:
        return person if _rehashing.get() else None
    user = getattr(request, "user", None)
    return user if isinstance(user, User) and user.is_authenticated else person


def _must_wait(person: User, by: User | None) -> bool:
    """Whether it is somebody's who signs or administers, and was changed by somebody else.

    A command may set up an account that nobody has used yet: there is no person yet to be
    pretended, and whoever can run commands can write the tables.
    """
    if by is not None and by.pk == person.pk:
        return False
    was_used = person.last_login is not None or person.sign_offs.exists()
    return (by is not None or was_used) and (signs(person) or administers(person))


def signs(person: User) -> bool:
    return ReviewerProfile.objects.filter(user=person).exists() or _fresh(person).has_perm(REVIEWS)


def administers(person: User) -> bool:
    return bool(_fresh(person).has_perm(ADMINISTERS))


def _fresh(person: User) -> User:
    """Without the rights that an object remembers from earlier."""
    return User.objects.get(pk=person.pk)


# --- What waits -----------------------------------------------------------------------------------


def open_holds(person: User) -> list[IdentityHold]:
    """What keeps the person from signing now."""
    holds = IdentityHold.objects.open().on(person).filter(key__isnull=True)
    holds = holds.select_related("changer", "person")
    return [hold for hold in holds if not _has_waited(hold)]


def _has_waited(hold: IdentityHold) -> bool:
    """Where there is no second administrator, time does it: the person was told by mail."""
    return timezone.now() >= ends(hold) and not _others(hold).exists()


def ends(hold: IdentityHold) -> datetime:
    return hold.since + _wait()


def is_confirmed_by_time_only(hold: IdentityHold) -> bool:
    return not _others(hold).exists()


def _others(hold: IdentityHold) -> QuerySet[User]:
    """The administrators who could confirm it. Of a command's change two must be there: the one
    who ran it may be one of them."""
    able: QuerySet[User] = User.objects.with_perm(ADMINISTERS, backend=BACKEND)
    lately = IdentityHold.objects.open().filter(since__gt=timezone.now() - _wait())
    rows = able.exclude(pk__in=[hold.person_id, hold.changer_id or 0]).exclude(
        pk__in=lately.values("person")
    )
    return rows.none() if hold.changer_id is None and rows.count() < 2 else rows


def _wait() -> timedelta:
    return timedelta(hours=settings.IDENTITY_WAIT_HOURS)


def check_identity(person: User) -> None:
    """Raise NotAllowed while a change of this account waits for a second person.

    Asked once of an object; acts bring a new one from the database.
    """
    if "holds_now" not in person.__dict__:
        person.__dict__["holds_now"] = open_holds(person)
    for hold in person.__dict__["holds_now"]:
        raise NotAllowed(
            f"{hold.changer or 'A command'} changed your account on {hold.since:%d %B %Y}"
            f" ({hold.what}). {_way_out(hold)} Until then you cannot sign.",
            "your account waits for confirmation",
        )


def _way_out(hold: IdentityHold) -> str:
    if is_confirmed_by_time_only(hold):
        return (
            f"There is no second administrator who could confirm it, so it holds until "
            f"{ends(hold):%d %B %Y, %H:%M} UTC."
        )
    return "A second administrator must confirm it, or you with a passkey that you had before."


def check_can_confirm(hold: IdentityHold, by: User) -> None:
    """Raise NotAllowed unless `by` is a second administrator, and not held themselves."""
    by = _fresh(by)
    if not by.is_active or not administers(by):
        raise NotAllowed("Only an administrator can confirm the change of an account.")
    if by.pk in (hold.person_id, hold.changer_id):
        raise NotAllowed("Somebody else must confirm it: not who made the change, nor whose it is.")
    if open_holds(by):
        raise NotAllowed("Your own account was changed and waits for confirmation itself.")


def confirmable_by(person: User) -> list[IdentityHold]:
    """What waits and this person can confirm: of others as an administrator, of their own account
    with a passkey that is older. One query, where nothing of their own waits. A test holds it
    against `check_can_confirm`, which decides."""
    rows = IdentityHold.objects.open().select_related("person", "changer")
    if not person.has_perm(ADMINISTERS):
        rows = rows.on(person)
    own = [hold for hold in rows if hold.person_id == person.pk and hold.key is None]
    if all(map(_has_waited, own)):
        return [*_with_own_key(own, person), *_of_others(rows, person)]
    return _with_own_key(own, person)


def _with_own_key(own: list[IdentityHold], person: User) -> list[IdentityHold]:
    keys = list(_factors(person).filter(type=Authenticator.Type.WEBAUTHN)) if own else []
    return [hold for hold in own if any(_was_there(hold, key) for key in keys)]


def _of_others(rows: QuerySet[IdentityHold], person: User) -> list[IdentityHold]:
    return [hold for hold in rows if person.pk not in (hold.person_id, hold.changer_id)]


def confirm(hold: IdentityHold, *, by: User) -> None:
    """As a second administrator. Raises NotAllowed."""
    check_can_confirm(hold, by)
    _confirm(hold, by, how="as an administrator")


def confirm_with_own_key(hold: IdentityHold, *, by: User, key: Authenticator) -> None:
    """As the person, with a passkey that stood in the record before the change. Raises NotAllowed.

    The caller has checked that the key answered just now.
    """
    if hold.person_id != by.pk or not _was_there(hold, key):
        raise NotAllowed("That passkey was not yours before the change. Nothing was confirmed.")
    _confirm(hold, by, how="with a passkey of their own", key=key.pk)


def _was_there(hold: IdentityHold, key: Authenticator) -> bool:
    events = AuditEvent.objects.filter(document_kind=PERSON, document_id=str(hold.person_id))
    before = events.filter(sequence__lt=hold.event, data__has_key="identity")
    event = before.order_by("-sequence").first()
    return event is not None and _factor(key) in event.data["identity"]["factors"]


def _confirm(hold: IdentityHold, by: User, *, how: str, **data: object) -> None:
    with transaction.atomic():
        audit.take_turn()
        hold.confirmed_by, hold.confirmed_at = by, timezone.now()
        rows = IdentityHold.objects.open().filter(pk=hold.pk)
        if not rows.update(confirmed_by=by, confirmed_at=hold.confirmed_at):
            raise NotAllowed("Somebody was faster: the change is confirmed already.")
        audit.record_of_person(
            "confirm account", hold.person, by=by, reason=f"{hold.what}; {how}",
            confirmation=hold.confirmation_as_record(), **data,
        )  # fmt: skip


# --- The person is told ---------------------------------------------------------------------------


def _mail(person: User, changed: list[str], also_tell: str) -> None:
    by = actor(person)
    given: dict[str, object] = {
        "person": person,
        "by": None if by == person else by or "a command on the server",
        "what": ", ".join(WORDS[name] for name in changed),
        "waits": IdentityHold.objects.open().on(person).exists(),
    }
    tell([person.email, also_tell], "your account was changed", "account/email/changed.txt", given)
