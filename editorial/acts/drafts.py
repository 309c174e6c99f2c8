"""The one door through which drafts are saved: admin, importer, commands and fixtures alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import reversion
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone
from reversion.models import Revision, Version
from reversion.signals import post_revision_commit

from editorial import hooks
from editorial.digests import digest_of_save
from editorial.exceptions import StaleDraft, WrongState
from editorial.models import Document, Naming, RiskLevel, State, User
from editorial.models.along import bring_along
from editorial.passages import ledger
from editorial.record import audit
from editorial.text.characters import clean_text, is_blank, refused_in
from editorial.text.rich_text import RichTextField, accepted
from editorial.workflow import Act, begin, check, check_stored, has_right


@dataclass
class Turn:
    """Several saves by one person in one transaction. What no other act can change before its end
    is asked once for them all: whoever saves, their rights, and that the clock is right."""

    person: User  # as stored
    is_over: bool = False

    def holds(self, pk: int) -> bool:
        return not self.is_over and self.person.pk == pk


@contextmanager
def turn_of(by: User) -> Iterator[Turn]:
    """For `saving`. Raises ClockBehind, NotAllowed."""
    with transaction.atomic():
        audit.take_turn()
        turn = Turn(check(Act.CREATE, Document(), by=by))
        try:
            yield turn
        finally:
            turn.is_over = True


@contextmanager
def saving(
    document: Document,
    *,
    by: User,
    draft_version: int,
    comment: str = "",
    turn: Turn | None = None,
) -> Iterator[Document]:
    """Save a new or changed draft as one revision, all or nothing.

    `document` is of its own kind (`Article`, …) and may be unsaved; `draft_version` is the one it
    was loaded with (0 for a new document). Relations and rows that belong to the draft are saved
    inside the `with` block, when `document.pk` is known.

    Raises ValidationError (fields), NotAllowed, WrongState (not a draft), StaleDraft (newer save).
    """
    turn = turn if turn and turn.holds(by.pk) else None
    # Outside the transaction: what cannot be saved at all takes no lock from those who can.
    act = check_save(document, by=by, turn=turn)
    clean_fields(document)
    with transaction.atomic():
        # Before any row is locked: else a save and another act could wait for each other.
        if turn is None:
            audit.take_turn()
        before = ledger.text_before(document)
        with reversion.create_revision(manage_manually=True, atomic=False):
            # Before anything is written: the conditional update is also the row lock, so relations
            # and rows inside the block are this save’s alone.
            claim_version(document, draft_version)
            document.updated_at = timezone.now()
            # Although forms did it: importer, commands and fixtures come through here too, and a
            # form is older than the claim. Whoever saves is there; another owner is looked for.
            document.full_clean(exclude={"owner"} if document.owner_id == by.pk else None)
            named = _name_writer(document, by, turn)
            document.save()
            yield document
            # Inside the transaction, so that an index of drafts never knows a draft that was rolled
            # back.
            for listener in hooks.draft_listeners:
                listener(document)
            reversion.set_user(by)
            reversion.set_comment(clean_text(comment))
            # The stored row with its relations, not the object the caller holds.
            stored = document.stored()
            bring_along(stored)
            reversion.add_to_revision(stored)
        _record(act, document, by, named, authorship=ledger.enter(before, stored, by=by))


def _name_writer(document: Document, by: User, turn: Turn | None) -> dict[str, object]:
    """The account and what its person said, as they are stored and not as the object in hand
    carries them. Whoever names somebody else asks them. For the record, where it is new."""
    stored = Document.objects.select_related("owner").filter(pk=document.pk)
    was = stored.first() if document.pk else None
    if was and was.owner_id == document.owner_id:
        writer, document.naming = was.owner, was.naming
    else:
        known = turn if turn and turn.holds(document.owner_id) else None
        writer = known.person if known else User.objects.get(pk=document.owner_id)
        document.naming = _first_word(writer, by)
    document.byline = str(writer)
    new = document.naming_as_record()
    return {} if was and was.naming_as_record() == new else {"naming": new}


def _first_word(writer: User, by: User) -> Naming:
    if writer.pk == by.pk:
        return Naming.OWN
    # A question that nobody can answer would hold the page for good.
    if not has_right(writer, Act.AGREE):
        raise ValidationError(
            {
                "owner": f"{writer} has no role here, and so could not agree to be named: name "
                "somebody else, or ask an administrator to give them a role."
            }
        )
    return Naming.ASKED


def _record(
    act: Act, document: Document, by: User, named: dict[str, object], *, authorship: str
) -> None:
    """Which text it was, by the digest of what the history keeps of it; never the text."""
    # What django-reversion has written by now. Digests of the object in hand would vouch for
    # something else.
    revision, digest = _kept.get()
    save = {
        "revision": revision,
        "document": document.pk,
        "draft_version": document.draft_version,
        "digest": digest,
        "authorship": authorship,
    }
    audit.record_save(act, document, by=by, save=save, **named)


# Of the revision that was kept last here: its id, and the digest of its rows.
_kept: ContextVar[tuple[int, str]] = ContextVar("_kept")


@receiver(post_revision_commit)
def _note_kept(revision: Revision, versions: list[Version], **kwargs: object) -> None:
    _kept.set((revision.pk, digest_of_save(version.serialized_data for version in versions)))


def check_save(document: Document, *, by: User, turn: Turn | None = None) -> Act:
    """The act that this save is. The number of signatures is no writer's choice: lowering the
    risk is an act of its own."""
    act = Act.EDIT if document.pk else Act.CREATE
    if turn:
        check_stored(act, document, by=turn.person)
    else:
        check(act, document, by=by)
    if not document.pk:
        return Act.CREATE
    # Asked of the database: the object in hand carries the risk that the writer wishes for.
    was_high = Document.objects.filter(pk=document.pk, risk=RiskLevel.HIGH).exists()
    if not was_high or document.risk == RiskLevel.HIGH:
        return Act.EDIT
    check(Act.LOWER_RISK, document, by=by)
    return Act.LOWER_RISK


def clean_fields(row: models.Model) -> None:
    """Clean every text of a row: rich text by its schema, plain text of what only chooses a look.

    Raises ValidationError (fields) for characters that a reader cannot see.
    """
    refused: dict[str, list[str]] = {}
    for field in row._meta.concrete_fields:
        # `attname`, because a relation’s name would fetch the other row only to find that it is no
        # text.
        value = getattr(row, field.attname)
        try:
            if isinstance(field, RichTextField):
                setattr(row, field.attname, accepted(value or ""))
            elif isinstance(value, str):
                setattr(row, field.attname, readable(value))
        except ValidationError as error:
            refused[field.name] = error.messages
    if refused:
        raise ValidationError(refused)


def readable(value: str) -> str:
    """Plain text, cleaned; empty where nothing of it can be seen. Raises ValidationError."""
    if found := refused_in(value):
        raise ValidationError([str(each) for each in found])
    return "" if is_blank(value) else clean_text(value)


def claim_version(document: Document, draft_version: int) -> None:
    """Count the draft up by one conditional update; whoever comes second is told so."""
    # A new row has nobody to race with.
    if document.pk is None:
        begin(document)
        document.draft_version = 1
        return
    rows = Document.objects.filter(
        pk=document.pk, state=State.DRAFT, draft_version=draft_version
    ).update(draft_version=draft_version + 1)
    if not rows:
        refuse_save(document)
    document.draft_version = draft_version + 1


def refuse_save(document: Document) -> None:
    # Read only now, when the update has failed: in the usual case the claim costs one statement.
    now = Document.objects.get(pk=document.pk)
    if now.state != State.DRAFT:
        raise WrongState(
            f"“{now.title}” is no longer a draft ({now.get_state_display().lower()}). "
            "Your text was not saved; keep a copy of it."
        )
    raise StaleDraft(
        f"Somebody saved version {now.draft_version} of “{now.title}” since you opened it. "
        "Your text was not saved yet: compare the two and save again."
    )
