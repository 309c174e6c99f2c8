"""Sign off: one person's deliberate signature on exactly the text that was shown to them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from editorial import changes
from editorial.acts.publication import new_edition, publish
from editorial.acts.reauthentication import reauthenticate
from editorial.acts.review import decide
from editorial.acts.statement import Statement, scope_of, signature_of, stated
from editorial.contributors import first_few
from editorial.digests import digest_of
from editorial.exceptions import (
    Incomplete,
    RecordsDoNotMatch,
    StaleDigest,
    StalePlan,
    WrongPassword,
    WrongState,
)
from editorial.models import AuditEvent, Decision, Edition, Method, Review, Scope, SignOff, User
from editorial.passages.reading import Read, ticks_of
from editorial.people.own_key import GOOD_FOR, KeyAnswer, signed
from editorial.plan import plan_of
from editorial.receipts.issuing import signing
from editorial.record import audit
from editorial.record.standing import check_standing
from editorial.rules import check_scope
from editorial.workflow import Act, check, claim


def sign_off(  # noqa: PLR0913 - a password, a code or a key, and what they are for
    review: Review,
    *,
    by: User,
    shown_digest: str,
    statement: Statement,
    password: str = "",
    code: str = "",
    key: KeyAnswer | None = None,
) -> Edition | None:
    """Sign, with a password (and the code of an app, where the site asks for one), or with the
    signer's own key. Returns the new edition, or None while a further signature is needed.

    Raises NotAllowed, FourEyes, WrongState, StaleDigest, StalePlan, StaleName, Incomplete,
    WrongPassword, AddressTaken, RecordsDoNotMatch. The password is tried outside the act's
    transaction: hashing is slow, and a wrong one must stay on record.
    """
    # Before the password is tried, so that whoever may not sign at all cannot use this form to
    # guess one.
    by = check(Act.SIGN_OFF, _fresh(review), by=by)
    scope = scope_of(statement.scope)
    check_scope(_fresh(review), scope, by)
    if scope == Scope.CHANGES:
        _check_changes_are_shown(_fresh(review))
    ticks = list(ticks_of(review))  # of frozen texts, and comparing is slow
    # Outside the transaction: the refusal of a wrong password rolls back, and its entry in the log
    # must stay.
    method = Method.KEY if key else reauthenticate(by, password, code, review)
    with transaction.atomic():
        audit.take_turn()
        # Read anew inside the turn: between the first check and here the round may have been
        # closed, or somebody may have signed, commented or edited.
        review = _fresh(review)
        by = check(Act.SIGN_OFF, review, by=by)
        check_scope(review, scope, by)
        # The signature is on what was on the screen: a digest that the form did not carry signs
        # nothing.
        _check_digest(review, shown_digest)
        check_all_read(ticks, statement.read)
        now = timezone.now()
        _check_plan(review, statement.shown_plan, now)
        signature = signature_of(review, by, statement, now, method)
        own = _sign_with_key(review, by, signature, key, now) if key else {}
        read = [tick.key for tick in ticks]
        # Counted with the own one, inside the turn: two who sign at once take turns, and only the
        # second of them publishes.
        signatures = [*review.sign_offs.all(), signature]
        if len(signatures) < review.required_signers:
            _put(review, signature, by, shown_plan=statement.shown_plan, read=read, **own)
            check_standing(review.document)
            return None
        # The round is closed before the edition is made. Whoever loses here leaves no edition
        # behind.
        decide(review, Decision.SIGNED, by=by)
        claim(Act.SIGN_OFF, review.document)
        new = new_edition(review, signatures, by=by, now=now)
        issuer = signing(now)
        event = _put(
            review,
            signature,
            by,
            shown_plan=statement.shown_plan,
            read=read,
            **own,
            decision=review.decision_as_record(),
            editions=[each.as_record() for each in (*new.ended, new.edition)],
            passages={
                "edition": new.edition.pk,
                "digest": digest_of(new.passages.as_record()),
            },
            **issuer.facts,
        )
        publish(new, event)
        issuer.receipt_of(new.edition, event)  # last, because it states the event's hash
        check_standing(review.document)
    return new.edition


def _fresh(review: Review) -> Review:
    return Review.objects.select_related("document").get(pk=review.pk)


def _check_digest(review: Review, shown_digest: str) -> None:
    if not review.is_open:
        raise WrongState("This round of review is closed. Nothing was signed.")
    if shown_digest != review.digest:
        raise StaleDigest(
            "The text under review is not the one that was on your screen. "
            "Read the text as it is now, then sign. Nothing was signed."
        )
    # Recomputed and not believed: the trigger keeps the column, and this notices if the trigger was
    # off.
    if digest_of(review.snapshot) != review.digest:
        raise RecordsDoNotMatch(
            "The text under review was altered after it was submitted. Nothing was signed; "
            "call an operator."
        )


def check_all_read(ticks: Sequence[Read], read: Collection[str]) -> None:
    """Raises Incomplete with the passages whose tick is missing."""
    missing = [tick.told for tick in ticks if tick.key not in read]
    if missing:
        raise Incomplete(
            "Tick each passage that was changed or taken out when you have read it. Still missing: "
            f"{first_few(missing)}."
        )


def _check_plan(review: Review, shown_plan: str, now: datetime) -> None:
    """Also refused when a planned time has come meanwhile: the text would go up at once."""
    plan = plan_of(review, now)
    if shown_plan != plan.key:
        raise StalePlan(
            f"The plan is not the one that was on your screen: the page would now be {plan}. "
            "If you agree, sign again. Nothing was signed."
        )


def to_sign(review: Review, *, by: User, statement: Statement, at: datetime) -> bytes:
    """What the signer's own key signs: the statement in RFC 8785 form. Raises like `sign_off`."""
    review = _fresh(review)
    by = check(Act.SIGN_OFF, review, by=by)
    check_scope(review, scope_of(statement.scope), by)
    return stated(signature_of(review, by, statement, at, Method.KEY), at)


def _sign_with_key(
    review: Review, by: User, signature: SignOff, key: KeyAnswer, now: datetime
) -> dict[str, object]:
    """Raises WrongPassword where the key signed something else, or too long ago."""
    if not timedelta(0) <= now - key.began_at <= GOOD_FOR:
        raise WrongPassword("The passkey was asked too long ago. Sign again.")
    own = signed(by, stated(signature, key.began_at), key.credential)
    own.sign_off = signature
    own.save(force_insert=True)
    return {"key_signature": {"sign_off": signature.pk, "digest": digest_of(own.as_record())}}


def _check_changes_are_shown(review: Review) -> None:
    """Outside the act's transaction, because comparing is slow; the texts never change."""
    live = review.baseline
    # One digest is one text, and there is no need to compare.
    if live is None or live.digest == review.digest:
        return
    if not changes.between(live.snapshot, review.snapshot, {}).changed:
        raise Incomplete(
            "The texts differ, but the comparison does not show where, so nobody can sign the"
            " changes alone. Read and sign the whole page, and tell an operator."
        )


def _put(review: Review, signature: SignOff, by: User, **data: object) -> AuditEvent:
    """The event, and then the signature that it tells of."""
    signature.event = audit.record_first(
        Act.SIGN_OFF,
        review.document,
        by=by,
        digest=review.digest,
        reason="",
        review=review.pk,
        sign_off=signature.pk,
        sign_off_digest=digest_of(signature.as_record()),
        **data,
    )
    signature.save(force_insert=True)
    return signature.event
