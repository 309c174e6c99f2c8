"""Editions and their spans: publish (from a sign-off), reschedule, withdraw."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from editorial import hooks
from editorial.acts.inputs import future, required_text
from editorial.acts.review import decide
from editorial.exceptions import AddressTaken, Incomplete
from editorial.models import (
    AuditEvent,
    Decision,
    Document,
    Edition,
    EditionFacet,
    EditionPassages,
    Review,
    Scope,
    SignOff,
    State,
    User,
    Withdrawal,
)
from editorial.passages.carried import carry
from editorial.plan import plan_of
from editorial.record import audit
from editorial.record.next_id import next_id
from editorial.record.standing import check_standing
from editorial.workflow import Act, check, claim


@dataclass(frozen=True)
class NewEdition:
    """Not in the database yet, but for the ends of those that it follows."""

    edition: Edition
    ended: list[Edition]
    passages: EditionPassages


def new_edition(review: Review, sign_offs: list[SignOff], *, by: User, now: datetime) -> NewEdition:
    """The edition of a signed review, to be told of by an event before it is published.

    Called by the last sign-off only, inside its transaction.
    """
    # The frozen text, and never the draft: between submission and signature the draft’s row may
    # have been touched by whatever is not this engine.
    document, snapshot = review.document, review.snapshot
    previous = document.latest_edition()
    # Asked before it is ended: its signatures carry on for what stays.
    live = review.baseline if review.has_live_baseline() else None
    starts, expires = _planned_span(review, now)
    check_address(document, snapshot["slug"])
    last_reviewed, next_review_due = _review_dates(sign_offs, live, now)
    _check_due_after_start(next_review_due, starts)
    # The old span is closed before the new row comes in: the trigger against overlaps looks at each
    # statement, and a moment with two editions is one too many.
    ended = _supersede(document, starts)
    edition = Edition(
        pk=next_id(Edition),
        document=document,
        # Safe without a lock of its own: acts take turns, and the pair of document and number is
        # unique.
        number=previous.number + 1 if previous else 1,
        review=review,
        kind=snapshot["kind"],
        slug=snapshot["slug"],
        title=snapshot["title"],
        summary=snapshot["summary"],
        snapshot=snapshot,
        digest=review.digest,
        published_by=by,
        published_at=now,
        effective_from=starts,
        # Kept twice: `effective_until` may later be cut short by a newer edition or a withdrawal;
        # `expires_at` says for good what was planned and signed.
        effective_until=expires,
        expires_at=expires,
        last_reviewed=last_reviewed,
        next_review_due=next_review_due,
    )
    return NewEdition(edition, ended, carry(edition, live, sign_offs))


def publish(new: NewEdition, event: AuditEvent) -> None:
    """Put a new edition into the database, after the event that tells of it."""
    edition = new.edition
    edition.event = event
    edition.save(force_insert=True)
    new.passages.save(force_insert=True)
    # From the snapshot, because the document’s own relations may have changed since; readers find a
    # page by what was signed.
    EditionFacet.objects.bulk_create(facets_of(edition))
    _tell_of(new.ended, event)
    _announce([*new.ended, edition])


def _tell_of(changed: list[Edition], event: AuditEvent) -> None:
    """Which event holds the rows' facts as they are now."""
    Edition.objects.filter(pk__in=[each.pk for each in changed]).update(event=event)


def _announce(editions: list[Edition]) -> None:
    for listener in hooks.edition_listeners:
        listener(editions)


def facets_of(edition: Edition) -> list[EditionFacet]:
    """The facets that the edition's text names: ids of documents, or plain values."""
    return [
        EditionFacet(edition=edition, role=role, document_id=item)
        if isinstance(item, int)
        else EditionFacet(edition=edition, role=role, value=item)
        for role, items in edition.snapshot["facets"].items()
        for item in items
    ]


def _planned_span(review: Review, now: datetime) -> tuple[datetime, datetime | None]:
    """From when until when: as planned on the document, but never from the past."""
    # The same function that the signer’s screen used, at the same `now`: what was shown and agreed
    # to is what happens.
    plan = plan_of(review, now)
    starts, expires = plan.publish_at or now, plan.expire_at
    if expires and expires <= starts:
        raise Incomplete("The planned time to take the page down has passed. Plan a later one.")
    return starts, expires


def _review_dates(
    sign_offs: list[SignOff], live: Edition | None, now: datetime
) -> tuple[date, date]:
    """`last reviewed` moves only when every signer read the whole page."""
    next_due = min(each.next_review_due for each in sign_offs)
    # One signer who read only the changes is enough: the date that readers rely on is that of the
    # last reading of the whole page by all.
    if live and any(each.scope == Scope.CHANGES for each in sign_offs):
        return live.last_reviewed, min(next_due, live.next_review_due)
    return timezone.localdate(now), next_due


def _check_due_after_start(next_review_due: date, starts: datetime) -> None:
    if next_review_due <= timezone.localdate(starts):
        raise Incomplete(
            f"The page would come out on {starts:%d %B %Y}, when its next review is already due "
            f"({next_review_due:%d %B %Y}). Choose an earlier publication or a later review."
        )


def check_address(document: Document, slug: str) -> None:
    """An address that was public once stays with its page. That no two have one at one time, a
    trigger holds too."""
    if Edition.objects.holding(document.kind, slug).exclude(document=document).exists():
        raise AddressTaken(
            f"“{slug}” is or was the public address of another page, and stays with it. Give this "
            "page another address."
        )


def _supersede(document: Document, starts: datetime) -> list[Edition]:
    """End each edition that would run on past the new one's start; cancel those after it. What was
    withdrawn keeps the times on record, even those of a clock that ran ahead."""
    changed = []
    # Editions later than this one are cancelled to an empty span, not deleted: their numbers and
    # signatures stay on the record.
    for edition in document.editions.filter(withdrawn=False).exclude(effective_until__lte=starts):
        _close(edition, max(edition.effective_from, starts))
        changed.append(edition)
    return changed


def _close(edition: Edition, until: datetime) -> None:
    edition.effective_until = until
    # Not `save()`: it would write every column, and the trigger that freezes them would refuse.
    Edition.objects.filter(pk=edition.pk).update(effective_until=until)


def reschedule(document: Document, *, by: User, effective_from: datetime, reason: str) -> Edition:
    """Move an edition that is not yet in force to another time, never into the past."""
    reason = required_text(reason, "reason")
    with transaction.atomic():
        audit.take_turn()
        document = Document.objects.get(pk=document.pk)
        check(Act.RESCHEDULE, document, by=by)
        claim(Act.RESCHEDULE, document)
        starts = future(effective_from)
        edition = document.editions.scheduled().latest("number")
        changed = _move(edition, starts)
        # The plan that the form shows is the edition's.
        Document.objects.filter(pk=document.pk).update(publish_at=starts)
        _announce(changed)
        event = audit.record(
            Act.RESCHEDULE,
            document,
            by=by,
            digest=edition.digest,
            reason=reason,
            editions=[each.as_record() for each in changed],
        )
        _tell_of(changed, event)
    return edition


def _move(edition: Edition, starts: datetime) -> list[Edition]:
    check_address(edition.document, edition.slug)
    if edition.expires_at and edition.expires_at <= starts:
        raise Incomplete("The page is planned to be taken down before that time.")
    _check_due_after_start(edition.next_review_due, starts)
    # The edition that gives way was closed at the old start; it has to follow, or there would be a
    # gap with no page at all.
    before = _edition_ended_by(edition)
    if before and starts <= before.effective_from:
        raise Incomplete("An earlier edition is scheduled for then; choose a later time.")
    was, edition.effective_from = edition.effective_from, starts
    move = Edition.objects.filter(pk=edition.pk)
    if starts > was:  # leave no overlap at any moment: first make room, then fill it
        move.update(effective_from=starts)
    if before:
        _close(before, min(starts, before.expires_at or starts))
    if starts < was:
        move.update(effective_from=starts)
    return [before, edition] if before else [edition]


def _edition_ended_by(edition: Edition) -> Edition | None:
    """The edition that is in force until this one begins."""
    return (
        edition.document.editions.filter(effective_until=edition.effective_from)
        .exclude(pk=edition.pk)
        .order_by("-number")
        .first()
    )


def withdraw(document: Document, *, by: User, reason: str) -> Withdrawal:
    """Take a page from the public at once: its address answers 410 with the reason.

    Cancels what is scheduled, and closes an open review; the draft's text is kept. Repeated, it
    tells the public another reason; with the same reason it changes nothing.
    """
    reason = required_text(reason, "public reason")
    with transaction.atomic():
        audit.take_turn()
        document = Document.objects.get(pk=document.pk)
        check(Act.WITHDRAW, document, by=by)
        if same := _withdrawn_so(document, reason):
            return same
        claim(Act.WITHDRAW, document)
        # One moment for all of it: with two readings of the clock, the page could be down before
        # its withdrawal.
        now = timezone.now()
        edition, covered = _to_withdraw(document)
        changed = _take_back(covered, now)
        _announce(changed)
        # An open round would otherwise go on to be signed, and put back what was just taken down.
        review = document.open_review()
        if review:
            decide(review, Decision.WITHDRAWN, by=by, reason=reason)
        withdrawal = Withdrawal(
            pk=next_id(Withdrawal),
            edition=edition,
            reason=reason,
            withdrawn_by=by,
            withdrawn_at=now,
        )
        event = audit.record_first(
            Act.WITHDRAW,
            document,
            by=by,
            digest=edition.digest,
            reason=reason,
            withdrawal=withdrawal.as_record(),
            decision=review and review.decision_as_record(),
            editions=[each.as_record() for each in changed],
        )
        withdrawal.save(force_insert=True)
        _tell_of(changed, event)
        check_standing(document)
    return withdrawal


def _withdrawn_so(document: Document, reason: str) -> Withdrawal | None:
    """The withdrawal that stands, where it gives this very reason."""
    if document.state != State.WITHDRAWN:
        return None
    last = Withdrawal.objects.filter(edition__document=document).first()
    return last if last and last.reason == reason else None


def _to_withdraw(document: Document) -> tuple[Edition, list[Edition]]:
    """The edition that the notice is about, and all that the withdrawal covers: the text that was
    public with all before it. Of a page that is only scheduled: what waits, and no more."""
    editions = document.editions
    live = document.live_edition()
    if live is None and (waiting := list(editions.scheduled().order_by("number"))):
        return waiting[-1], waiting
    public = live or editions.ever_public().filter(withdrawn=True).latest("number")
    return public, list(editions.filter(withdrawn=False))


def _take_back(covered: list[Edition], now: datetime) -> list[Edition]:
    for edition in covered:
        if edition.effective_until is None or edition.effective_until > now:
            _close(edition, max(now, edition.effective_from))
        edition.withdrawn = True
    Edition.objects.filter(pk__in=[each.pk for each in covered]).update(withdrawn=True)
    return covered
