"""The rules of the workflow, one function each. A rule raises; `workflow.can` asks."""

from django.contrib.auth.models import AnonymousUser

from editorial.exceptions import Blocked, FourEyes, Incomplete, NotAllowed, WrongState
from editorial.findings import Level
from editorial.models import Document, Review, Risk, State, User


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
    count = open_review(document).open_comments.count()
    if count:
        raise Incomplete(f"Resolve the open comments first ({count}).")


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


def check_live_or_scheduled(document: Document, by: User) -> None:
    if not (document.live_edition or document.editions.scheduled().exists()):
        raise WrongState(
            "Nothing of this page is public or scheduled, so there is nothing to withdraw."
        )
