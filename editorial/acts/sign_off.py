"""Sign off: one person's deliberate signature on exactly the text that was shown to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from editorial import changes
from editorial.acts.inputs import add_months, optional_text, required_text
from editorial.acts.publication import new_edition, publish
from editorial.acts.reauthentication import reauthenticate
from editorial.acts.review import decide
from editorial.checklist import ANSWERS, MEANINGS, QUESTIONS
from editorial.contributors import first_few
from editorial.digests import canonical, digest_of
from editorial.exceptions import (
    Incomplete,
    RecordsDoNotMatch,
    StaleDigest,
    StaleName,
    StalePlan,
    WrongPassword,
    WrongState,
)
from editorial.models import AuditEvent, Decision, Edition, Method, Review, Scope, SignOff, User
from editorial.passages import passages_root
from editorial.passages.reading import Read, ticks_of
from editorial.people.own_key import GOOD_FOR, KeyAnswer, signed
from editorial.plan import plan_of
from editorial.receipts.issuing import signing
from editorial.record import audit
from editorial.record.next_id import next_id
from editorial.record.standing import check_standing
from editorial.rules import check_scope
from editorial.workflow import Act, check, claim


@dataclass(frozen=True)
class Statement:
    """What the signer states. `answers` maps each question of the checklist to an answer;
    `shown_plan` is the `Plan.key` and `shown_as` the `ReviewerProfile.as_printed` that were on the
    screen; `read` holds the `Read.key` of each
    changed or removed passage that was ticked."""

    conflict_of_interest: str
    next_review_due: date
    answers: dict[str, str]
    meaning: str = "accuracy"
    scope: str = Scope.WHOLE
    team: str = ""
    shown_plan: str = ""
    shown_as: tuple[str, str] = ("", "")
    read: frozenset[str] = frozenset()


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
    scope = _scope(statement.scope)
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
        signature = _signature(review, by, statement, now, method)
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
    check_scope(review, _scope(statement.scope), by)
    return stated(_signature(review, by, statement, at, Method.KEY), at)


def stated(signature: SignOff, at: datetime) -> bytes:
    """The bytes of the statement that the key of the signer signs."""
    review = signature.review
    last = review.document.editions.filter(review__number__lt=review.number).order_by("-number")
    number = last.values_list("number", flat=True).first() or 0
    said = signature.as_record()
    del said["signed_at"], said["review"]
    return canonical(
        said
        | {
            "document": {"kind": review.snapshot["kind"], "id": review.document_id},
            "round": review.number,
            "edition": number + 1,
            "passages_root": passages_root(review.snapshot),
            "time": at.isoformat(),
        }
    )


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


def _signature(
    review: Review, by: User, statement: Statement, now: datetime, method: Method
) -> SignOff:
    # Copied into the signature: a profile that is corrected later must not alter what was signed
    # under it.
    profile = by.reviewer_profile
    signature = SignOff(
        pk=next_id(SignOff),
        review=review,
        signer=by,
        signer_slug=profile.slug,
        printed_name=profile.printed_name,
        credentials=profile.credentials,
        team=_team(by, statement.team),
        meaning=_meaning(statement.meaning),
        scope=_scope(statement.scope),
        conflict_of_interest=required_text(
            statement.conflict_of_interest, "conflict of interest, or say that there is none", 1000
        ),
        checklist=_checklist(statement.answers),
        next_review_due=_next_review_due(review, statement.next_review_due),
        digest=review.digest,
        signed_at=now,
        method=method,
    )
    _check_name(signature, statement.shown_as)
    return signature


def _check_name(signature: SignOff, shown_as: tuple[str, str]) -> None:
    """Also what the own key is asked to sign is refused: it would say another name."""
    printed = (signature.printed_name, signature.credentials)
    labels = ("printed name", "credentials")
    changed = [
        f"your {label} on the screen: “{shown}”, now: “{now}”"
        for label, shown, now in zip(labels, shown_as, printed, strict=True)
        if shown != now
    ]
    if changed:
        raise StaleName(
            f"What would be printed under your signature was changed: {'; '.join(changed)}. "
            "If it is right now, sign again; if not, tell an administrator. Nothing was signed."
        )


def _team(by: User, team: str) -> str:
    team = optional_text(team, "team", 120)
    if team and not by.reviewer_profile.teams.filter(name=team).exists():
        raise Incomplete(f"You are not a member of the team “{team}”.")
    return team


def _meaning(meaning: str) -> str:
    if meaning not in MEANINGS:
        raise Incomplete("Say what your signature means.")
    return MEANINGS[meaning]


def _scope(scope: str) -> Scope:
    if scope not in Scope.values:
        raise Incomplete("Say whether you sign the whole page or only the changes.")
    return Scope(scope)


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


def _checklist(answers: dict[str, str]) -> list[dict[str, str]]:
    for key in QUESTIONS:
        if answers.get(key) not in ANSWERS:
            raise Incomplete("Answer each question of the checklist.")
        if answers[key] == "no":
            raise Incomplete(f"You answered no to “{QUESTIONS[key]}”: request changes instead.")
    return [{"question": text, "answer": answers[key]} for key, text in QUESTIONS.items()]


def _next_review_due(review: Review, due: date) -> date:
    today = timezone.localdate()
    latest = add_months(today, review.document.review_interval_months)
    if not today < due <= latest:
        raise Incomplete(f"The next review must be after today and by {latest:%d %B %Y}.")
    return due


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
