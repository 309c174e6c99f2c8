"""What a signer states, checked and made into the signature that it is to be."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from editorial.acts.inputs import add_months, optional_text, required_text
from editorial.checklist import ANSWERS, MEANINGS, QUESTIONS
from editorial.digests import canonical
from editorial.exceptions import Incomplete, StaleName
from editorial.models import Method, Review, Scope, SignOff, User
from editorial.passages import passages_root
from editorial.record.next_id import next_id


@dataclass(frozen=True)
class Statement:
    """What the signer states. `answers` maps each question of the checklist to an answer;
    `shown_plan` is the `Plan.key` and `shown_as` the `ReviewerProfile.as_printed` that were on the
    screen; `read` holds the `Read.key` of each changed or removed passage that was ticked."""

    conflict_of_interest: str
    next_review_due: date
    answers: dict[str, str]
    meaning: str = "accuracy"
    scope: str = Scope.WHOLE
    team: str = ""
    shown_plan: str = ""
    shown_as: tuple[str, str] = ("", "")
    read: frozenset[str] = frozenset()


def signature_of(
    review: Review, by: User, statement: Statement, now: datetime, method: Method
) -> SignOff:
    """The signature that the statement makes, not saved yet. Raises Incomplete, StaleName."""
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
        scope=scope_of(statement.scope),
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


def scope_of(scope: str) -> Scope:
    if scope not in Scope.values:
        raise Incomplete("Say whether you sign the whole page or only the changes.")
    return Scope(scope)


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
