"""The rules of the workflow, one function each. A rule raises; `workflow.can` asks."""

from collections import Counter

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max

from editorial.exceptions import Blocked, FourEyes, Incomplete, NotAllowed, WrongState
from editorial.findings import Level
from editorial.models import Comment, Document, Review, Risk, State, User


def check_signed_in(by: User | AnonymousUser) -> None:
    if not (by.is_authenticated and by.is_active):
        raise NotAllowed("Log in first with an account that is active.")


def check_permission(by: User, codename: str, act: str, who: str) -> None:
    if not by.has_perm(f"editorial.{codename}"):
        raise NotAllowed(f"Only {who} can {act}. Ask an administrator if that is your part.")


def check_findings(document: Document, by: User) -> None:
    findings = [f for f in document.specific.findings() if f.level == Level.BLOCKS]
    if findings:
        raise Blocked(findings)


def open_review(document: Document) -> Review:
    review: Review | None = document.open_review
    if review is None:
        # The document was read a moment before somebody closed its review.
        now = State(Document.objects.values_list("state", flat=True).get(pk=document.pk))
        raise WrongState(
            f"Somebody was faster: the review of “{document.title}” is closed, and the page is in "
            f"the state “{now.label.lower()}” now. Nothing was changed."
        )
    return review


def check_submitter_or_editor(document: Document, by: User) -> None:
    if by.has_perm("editorial.recall_document"):
        return
    if open_review(document).submitted_by_id != by.pk:
        raise NotAllowed("Only whoever submitted it, or an editor, can recall it.")


def check_profile(document: Document, by: User) -> None:
    if not hasattr(by, "reviewer_profile"):
        raise NotAllowed(
            "To sign you need a reviewer profile with your printed name and credentials. "
            "Ask an administrator to make one."
        )


def check_four_eyes(document: Document, by: User) -> None:
    """Nobody signs what they had a hand in since the last edition: no role is excepted."""
    if open_review(document).contributors.filter(pk=by.pk).exists():
        raise FourEyes(
            "You wrote or edited this text since its last edition, so somebody else must sign it."
        )


def check_not_signed_yet(document: Document, by: User) -> None:
    if open_review(document).sign_offs.filter(signer=by).exists():
        raise WrongState("You have signed this text. It waits for a second signature.")


def check_comments_resolved(document: Document, by: User) -> None:
    """An open comment holds each signature on its document, whatever round it was made in."""
    remarks = Comment.objects.open().about(document).select_related("written_by")
    if remarks:
        writers = Counter(str(remark.written_by) for remark in remarks)
        whose = ", ".join(f"{count} by {name}" for name, count in writers.items())
        raise Incomplete(f"Resolve the open comments first: {whose}.")


def check_may_resolve(remark: Comment, by: User, reason: str, *, last_part: int) -> None:
    """Whoever raised it; or a reviewer with no part in the text; or, when the one who raised it
    has left, an editor with no part in the text, who says why. `last_part`: `last_part_of(by)`."""
    is_reviewer = by.has_perm("editorial.review_document")
    if is_reviewer and remark.written_by_id == by.pk:
        return
    if not (is_reviewer or by.has_perm("editorial.recall_document")):
        raise NotAllowed(
            "Only a reviewer can resolve comments. You can answer it, and mark it as done."
        )
    # Counted from the round that the comment was made in: a later edition makes nobody forget.
    if last_part >= remark.review.number:
        raise FourEyes(
            "You wrote or edited this text, so you cannot resolve a comment of "
            f"{remark.written_by} on it. You can answer it."
        )
    if not is_reviewer:
        _check_in_anothers_place(remark, reason)


def _check_in_anothers_place(remark: Comment, reason: str) -> None:
    if _is_active_reviewer(remark.written_by):
        raise NotAllowed(
            f"Only {remark.written_by} or another reviewer can resolve this comment; an editor "
            "can when the one who raised it has left."
        )
    if not reason:
        raise Incomplete("Give a reason: you resolve the comment in another’s place.")


def last_part_of(by: User, document_id: int) -> int:
    """The number of the last round in whose text the person had a hand; 0 if there is none."""
    rounds = Review.objects.filter(document=document_id, contributors=by)
    return rounds.aggregate(last=Max("number"))["last"] or 0


def _is_active_reviewer(person: User) -> bool:
    return person.is_active and person.has_perm("editorial.review_document")


def check_can_review(review: Review, person: User) -> None:
    """Whom a review can be given to: nobody is handed what they may not sign."""
    if not _is_active_reviewer(person):
        raise Incomplete(f"{person} is not a reviewer.")
    if review.contributors.filter(pk=person.pk).exists():
        raise FourEyes(f"{person} wrote or edited this text, so somebody else must review it.")


def check_risk(document: Document, by: User) -> None:
    """The number of signatures is no writer's choice: only an editor lowers the risk."""
    was_high = Document.objects.filter(pk=document.pk, risk=Risk.HIGH).exists()
    if was_high and document.risk != Risk.HIGH:
        who = "an editor"
        check_permission(by, "lower_risk_document", "lower the risk of a document", who)


def check_live_and_nothing_scheduled(document: Document, by: User) -> None:
    if document.editions.scheduled().exists():
        raise WrongState("A newer edition is scheduled; wait for it or reschedule it.")
    if document.live_edition is None:
        raise WrongState("There is no live edition to re-affirm.")


def check_scheduled(document: Document, by: User) -> None:
    if not document.editions.scheduled().exists():
        raise WrongState("No edition of this page waits for its publication.")


def check_never_public(document: Document, by: User) -> None:
    """What readers have seen, or are about to, is withdrawn with a public reason instead."""
    if document.editions.ever_public().exists() or document.editions.scheduled().exists():
        raise WrongState(
            "Only a draft that never was public, and is not about to be, can be discarded. "
            "Readers of a public page are told why it goes: withdraw it."
        )


def check_live_or_scheduled(document: Document, by: User) -> None:
    if not (document.live_edition or document.editions.scheduled().exists()):
        raise WrongState(
            "Nothing of this page is public or scheduled, so there is nothing to withdraw."
        )
