"""Into review and out of publication: submit, re-affirm, revise."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from reversion.models import Version

from editorial.acts.inputs import optional_text
from editorial.contributors import Contributors, contributors
from editorial.digests import digest_of
from editorial.exceptions import RecordsDoNotMatch, Refusal, WrongState
from editorial.models import Document, Review, User
from editorial.models.along import bring_along
from editorial.record import audit
from editorial.rules import check_can_review
from editorial.workflow import Act, check, claim

REVIEW_DAYS = 14


def submit(document: Document, *, by: User, draft_version: int, note: str = "") -> Review:
    """Freeze the stored draft and open a review of it.

    Raises NotAllowed, WrongState (also when the draft is newer than `draft_version`), Blocked.
    """
    note = optional_text(note, "note", 2000)
    with transaction.atomic():
        audit.take_turn()
        document = _fresh(document)
        check(Act.SUBMIT, document, by=by)
        # With the version that the writer saw: a save by somebody else in between is not submitted
        # unread.
        claim(Act.SUBMIT, document, draft_version=draft_version)
        # After the claim, and the row as it stands: from here nobody can save it, while the object
        # in hand may carry what was never stored.
        stored = document.stored()
        bring_along(stored)
        # Frozen with the text: who wrote it is no longer asked later, when the history may have
        # grown.
        snapshot = stored.snapshot()
        live = stored.live_edition()
        people = contributors(stored, snapshot, live)
        review = _open_review(
            stored,
            by=by,
            snapshot=snapshot,
            digest=digest_of(snapshot),
            revision_id=_latest_revision_id(stored),
            baseline=live,
            note=note,
        )
        _complete(Act.SUBMIT, review, by, people)
    return review


def reaffirm(document: Document, *, by: User, note: str = "") -> Review:
    """Send the live snapshot itself to review again, unchanged.

    Whoever wrote that text stays a contributor: re-affirming is a sign-off of its own.
    """
    note = optional_text(note, "note", 2000)
    with transaction.atomic():
        audit.take_turn()
        document = _fresh(document)
        check(Act.REAFFIRM, document, by=by)
        claim(Act.REAFFIRM, document)
        live = document.live_edition()
        if live is None:  # the clock may pass its end between the check and here
            raise WrongState("The live edition ended a moment ago; there is nothing to re-affirm.")
        # To re-affirm renews the date on what stands there, so it must first be what was signed.
        if live.badge is None:
            raise RecordsDoNotMatch("The live text does not match its sign-off; call an operator.")
        review = _open_review(
            document,
            by=by,
            # The signed bytes themselves, not a snapshot made anew: even a newer schema would be
            # another text.
            snapshot=live.snapshot,
            digest=live.digest,
            # The one that the text came from. The newest one may belong to a draft that was given
            # up.
            revision_id=live.review.revision_id,
            baseline=live,
            note=note,
            reaffirms=True,
        )
        # Whoever could not sign it then cannot now.
        then = set(live.review.contributors.values_list("pk", flat=True))
        now = contributors(document, live.snapshot, None, live.review.text_frozen_at())
        _complete(Act.REAFFIRM, review, by, Contributors(then | now.to_text, set()))
    return review


def revise(document: Document, *, by: User) -> Document:
    """Take a published or withdrawn document back to draft; a live edition stays up."""
    with transaction.atomic():
        audit.take_turn()
        document = _fresh(document)
        check(Act.REVISE, document, by=by)
        claim(Act.REVISE, document)
        audit.record(Act.REVISE, document, by=by)
    return document


def _fresh(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def _latest_revision_id(stored: Document) -> int:
    version = Version.objects.get_for_object(stored).first()
    if version is None:
        raise WrongState(f"“{stored.title}” was never saved through the editor's door.")
    return int(version.revision_id)


def _open_review(document: Document, *, by: User, **frozen: object) -> Review:
    # Of all rounds and not of the open ones: numbers are never used twice, since comments name
    # them.
    last = document.reviews.aggregate(last=Max("number"))["last"] or 0
    return Review.objects.create(
        document_id=document.pk,
        number=last + 1,
        draft_version=document.draft_version,
        required_signers=document.required_signers,
        submitted_by=by,
        submitted_at=timezone.now(),
        due=timezone.localdate() + timedelta(days=REVIEW_DAYS),
        **frozen,
    )


def _complete(act: Act, review: Review, by: User, people: Contributors) -> None:
    # Before the entry in the log, which says who they are; a many-to-many needs the row first.
    review.contributors.add(*people.to_text)
    review.change_contributors.add(*people.to_changes)
    review.assignee = _same_reviewer_again(review)
    if review.assignee:
        review.save(update_fields=["assignee"])
    audit.record(
        act,
        review.document,
        by=by,
        digest=review.digest,
        submission=review.as_record(),
        assignment=review.assignment_as_record(),
    )


def _same_reviewer_again(review: Review) -> User | None:
    """Whoever sent the last round back, or had it; unless they left or had a hand in the text."""
    previous = review.previous
    if previous is None:
        return None
    for person in (previous.asks_for_changes and previous.decided_by, previous.assignee):
        if person and _can_review(review, person):
            return person
    return None


def _can_review(review: Review, person: User) -> bool:
    try:
        check_can_review(review, person)
    except Refusal:
        return False
    return True
