"""The rules of the workflow, one function each. A rule raises; `workflow` asks.

A list brings along what the rules ask of each row (`for_person`), so that no row asks again.
"""

from collections import Counter
from typing import NoReturn

from django.conf import settings
from django.db.models import QuerySet

from editorial import hooks
from editorial.contributors import own_part
from editorial.exceptions import Blocked, FourEyes, Incomplete, NotAllowed, Refusal, WrongState
from editorial.findings import Level
from editorial.models import Comment, Document, Naming, Review, Scope, State, User
from editorial.people import identity, second_factor
from editorial.rights import REVIEWS, is_editor, is_reviewer

Subject = Document | Review | Comment


# --- What an act is about -------------------------------------------------------------------------


def document_of(subject: Subject) -> Document:
    if isinstance(subject, Comment):
        subject = subject.review
    return subject.document if isinstance(subject, Review) else subject


def round_of(subject: Subject) -> Review:
    """The round itself, or the one that is open on the document."""
    if isinstance(subject, Review):
        return subject
    return open_review(document_of(subject))


def check_open(subject: Subject) -> None:
    if isinstance(subject, Review) and not subject.is_open:
        raise WrongState("This round of review is closed. Nothing was changed.")
    if isinstance(subject, Comment) and subject.resolved_at:
        raise WrongState(
            f"{subject.resolved_by} resolved this comment on "
            f"{subject.resolved_at:%d %B %Y, %H:%M} UTC. Nothing was changed."
        )


# --- The rules ------------------------------------------------------------------------------------


def check_findings(subject: Subject, by: User) -> None:
    # Made anew from the draft and not kept from its last save: a page that it names may have been
    # withdrawn since. A page that shows them brings them along; acts read the document anew.
    document = document_of(subject).specific
    findings = document.__dict__.get("findings_now")
    if findings is None:
        findings = document.findings()
    if blocking := [each for each in findings if each.level == Level.BLOCKS]:
        raise Blocked(blocking)


def open_review(document: Document) -> Review:
    review = document.open_review()
    if review is None:
        # The document was read a moment before somebody closed its review.
        now = State(Document.objects.values_list("state", flat=True).get(pk=document.pk))
        raise WrongState(
            f"Somebody was faster: the review of “{document.title}” is closed, and the page is in "
            f"the state “{now.label.lower()}” now. Nothing was changed."
        )
    return review


def check_submitter_or_editor(subject: Subject, by: User) -> None:
    if not is_editor(by) and round_of(subject).submitted_by_id != by.pk:
        raise NotAllowed("Only whoever submitted it, or an editor, can recall it.")


def check_profile(subject: object, by: User) -> None:
    # A right alone prints no name under a signature.
    if not hasattr(by, "reviewer_profile"):
        raise NotAllowed(
            "To sign you need a reviewer profile with your printed name and credentials. "
            "Ask an administrator to make one.",
            "you have no reviewer profile",
        )
    profile = by.reviewer_profile
    if profile.has_expired:
        raise NotAllowed(
            f"Your registration was entered as valid until {profile.valid_until:%d %B %Y}. Ask an "
            "administrator to check it and to enter the new date.",
            "your registration has run out",
        )


def check_second_factor(subject: object, by: User) -> None:
    """Where the site asks for one at each signature."""
    if not settings.SIGNING_REQUIRES_MFA:
        return
    if "has_second_factor" not in by.__dict__:  # asked once for all rows of a list
        by.__dict__["has_second_factor"] = second_factor.has(by)
    if not by.__dict__["has_second_factor"]:
        raise NotAllowed(
            "To sign you need a second factor: an app with codes, or a passkey. Set one up under "
            "“Your account”.",
            "you have no second factor",
        )


def check_identity(subject: object, by: User) -> None:
    """What somebody else changed of the account waits for a second person."""
    identity.check_identity(by)


# What bars a person from every signature, whatever the text.
OF_THE_SIGNER = (check_profile, check_identity, check_second_factor)


def may_sign_at_all(by: User) -> bool:
    try:
        for rule in OF_THE_SIGNER:
            rule(None, by)
    except Refusal:
        return False
    return True


def scopes_open_to(review: Review, person: User) -> list[Scope]:
    """What four eyes leave a person to sign: a text without a passage of theirs, or changes
    without one where there is a live edition that they change. No role is excepted."""
    if not review.has_contributor(person):
        return [Scope.WHOLE, *([Scope.CHANGES] if review.offers_changes else [])]
    if review.offers_changes and not review.has_change_contributor(person):
        return [Scope.CHANGES]
    return []


def check_four_eyes(subject: Subject, by: User) -> None:
    # Asked of the round, whose list was frozen with its text. No exception for superusers: that is
    # the point of it.
    review = round_of(subject)
    if not scopes_open_to(review, by):
        refuse_own_words(review, by, Scope.CHANGES if review.offers_changes else Scope.WHOLE)


def check_scope(review: Review, scope: Scope, by: User) -> None:
    """Of the two ways to sign, the one that was chosen."""
    if scope == Scope.CHANGES and not (review.offers_changes and review.has_live_baseline()):
        raise Incomplete("There is no live edition that this text changes: sign the whole page.")
    if scope not in scopes_open_to(review, by):
        refuse_own_words(review, by, scope)


def refuse_own_words(review: Review, by: User, scope: Scope) -> NoReturn:
    # A list says it in a few words, and pays no look-up for the rest.
    own = "" if "asked_for" in review.__dict__ else own_part(review, by, scope)
    whose = "what changed in this text" if scope == Scope.CHANGES else "this text"
    message = f"You wrote or edited {whose}, so somebody else must sign it. {own}".rstrip()
    raise FourEyes(message, "you contributed")


def check_not_signed_yet(subject: Subject, by: User) -> None:
    if round_of(subject).was_signed_by(by):
        message = "You have signed this text. It waits for a second signature."
        raise WrongState(message, "you have signed")


def check_comments_resolved(subject: Subject, by: User) -> None:
    """An open comment holds each signature on its document, whatever round it was made in."""
    # Of the document and not of this round: a recall must not make a comment go away.
    remarks = Comment.objects.open().about(document_of(subject)).select_related("written_by")
    if remarks:
        writers = Counter(str(remark.written_by) for remark in remarks)
        whose = ", ".join(f"{count} by {name}" for name, count in writers.items())
        raise Incomplete(f"Resolve the open comments first: {whose}.")


def check_may_resolve(subject: Subject, by: User) -> None:
    """Whoever raised it; or a reviewer with no part in the text; or, when the one who raised it
    has left, an editor with no part in the text, who says why."""
    # Whoever raised it may also see it settled, even with a part in the text by now: nobody else’s
    # judgement is overruled.
    if not isinstance(subject, Comment) or (is_reviewer(by) and subject.written_by_id == by.pk):
        return
    # Counted from the round that the comment was made in: a later edition makes nobody forget.
    if subject.had_a_part(by):
        raise FourEyes(
            "You wrote or edited this text, so you cannot resolve a comment of "
            f"{subject.written_by} on it. You can answer it."
        )
    if not is_reviewer(by) and _is_active_reviewer(subject.written_by):
        raise NotAllowed(
            f"Only {subject.written_by} or another reviewer can resolve this comment; an editor "
            "can when the one who raised it has left."
        )


def _is_active_reviewer(person: User) -> bool:
    return person.is_active and is_reviewer(person)


def check_can_review(review: Review, person: User) -> None:
    """Whom a review can be given to: nobody is handed what they may not sign."""
    if not _is_active_reviewer(person):
        raise Incomplete(f"{person} is not a reviewer.")
    if not scopes_open_to(review, person):
        raise FourEyes(f"{person} wrote or edited this text, so somebody else must review it.")


def reviewers_for(review: Review) -> QuerySet[User]:
    """Whom `check_can_review` lets a review be given to. A superuser may take one, and is not
    offered."""
    # One query for the choice. `check_can_review` decides again when it is used, since the list may
    # be old.
    able: QuerySet[User] = User.objects.with_perm(
        REVIEWS,
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    barred = review.change_contributors if review.offers_changes else review.contributors
    barred_from_both = barred.filter(pk__in=review.contributors.values("pk"))
    able = able.exclude(pk__in=barred_from_both.values("pk"))
    return able.order_by("first_name", "last_name", "username")


def check_may_review(subject: Subject, by: User) -> None:
    check_can_review(round_of(subject), by)


def check_not_assignee(subject: Subject, by: User) -> None:
    if round_of(subject).assignee_id == by.pk:
        raise WrongState("This review is yours already. Nothing was changed.")


def check_assignee(subject: Subject, by: User) -> None:
    review = round_of(subject)
    if review.assignee_id != by.pk:
        raise WrongState(whose(review))


def whose(review: Review) -> str:
    """For somebody who thought otherwise."""
    if review.assignee is None:
        return "This review is nobody’s now. Nothing was changed."
    return f"This review is with {review.assignee} now. Nothing was changed."


def check_live_and_nothing_scheduled(subject: Subject, by: User) -> None:
    document = document_of(subject)
    # Else the text signed for later would be followed by a signature on the text before it.
    if document.has_scheduled_edition():
        raise WrongState("A newer edition is scheduled; wait for it or reschedule it.")
    if not document.has_live_edition():
        raise WrongState("There is no live edition to re-affirm.")


def check_scheduled(subject: Subject, by: User) -> None:
    if not document_of(subject).has_scheduled_edition():
        raise WrongState("No edition of this page waits for its publication.")


def check_never_public(subject: Subject, by: User) -> None:
    """What readers have seen, or are about to, is withdrawn with a public reason instead."""
    document = document_of(subject)
    # By its editions and not by its state: revised pages are drafts too.
    if document.editions.ever_public().exists() or document.has_scheduled_edition():
        raise WrongState(
            "Only a draft that never was public, and is not about to be, can be discarded. "
            "Readers of a public page are told why it goes: withdraw it."
        )


def check_sources(subject: Subject, by: User) -> None:
    """Nobody signs anew what rests on a paper that was retracted since it was written."""
    document = document_of(subject)
    if isinstance(subject, Review):
        snapshot = subject.snapshot
    elif document.is_called_for_review() and (live := document.live_edition()):
        snapshot = live.snapshot
    else:
        return
    if faults := [fault for ask in hooks.source_faults for fault in ask(snapshot)]:
        raise Incomplete(" ".join(faults), "a source was retracted")


def check_naming(subject: Subject, by: User) -> None:
    """Nobody's name is printed on a page against their will."""
    document = document_of(subject)
    # By the name that would be printed: a list asks for no account for each row.
    if document.naming == Naming.ASKED:
        raise Incomplete(
            f"{document.byline} is named as its writer and has not agreed yet: the question stands "
            "on their “Your work”. Wait for the answer, or name somebody else."
        )
    if document.naming == Naming.DECLINED:
        raise Incomplete(
            f"{document.byline} does not want to be named as its writer: name somebody else in the "
            "draft."
        )


def check_is_named(subject: Subject, by: User) -> None:
    if document_of(subject).owner_id != by.pk:
        raise NotAllowed("Only whoever is named as the writer of a page can answer for that.")


def check_not_agreed(subject: Subject, by: User) -> None:
    if document_of(subject).naming in {Naming.OWN, Naming.AGREED}:
        raise WrongState("You are named as its writer by your own will already.")


def check_not_declined(subject: Subject, by: User) -> None:
    if document_of(subject).naming == Naming.DECLINED:
        raise WrongState("You have said already that you do not want to be named as its writer.")


def check_something_to_withdraw(subject: Subject, by: User) -> None:
    """What is public or waits for its time; or was withdrawn, and is to stay so or to be told why
    in other words."""
    document = document_of(subject)
    withdrawn = document.editions.ever_public().filter(withdrawn=True)
    if not (document.has_live_edition() or document.has_scheduled_edition() or withdrawn.exists()):
        raise WrongState(
            "Nothing of this page is public or scheduled, so there is nothing to withdraw."
        )
