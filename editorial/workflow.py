"""The workflow: one table of all acts. Start reading here.

Every act is a function in `editorial.acts`; it checks and claims by this table. What a page offers
and what a list says is asked of the same table (`why_not`, `can`, `bar`, `has_right`). There is no
second way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser

from editorial import rules
from editorial.exceptions import NotAllowed, Refusal, WrongState
from editorial.models import AuditEvent, Document, State, User
from editorial.rules import Subject, document_of

DRAFT, MEDICAL_REVIEW, PUBLISHED, WITHDRAWN, DISCARDED = State
STATE_LABELS = {
    DRAFT: "a draft",
    MEDICAL_REVIEW: "under medical review",
    PUBLISHED: "published",
    WITHDRAWN: "withdrawn",
    DISCARDED: "discarded",
}
Person = User | AnonymousUser
Rule = Callable[[Subject, User], None]


class Act(StrEnum):
    """As the audit log names them."""

    CREATE = "create"
    EDIT = "edit"
    LOWER_RISK = "lower the risk"
    SUBMIT = "submit"
    RECALL = "recall"
    PLAN_REVIEW = "plan a review"
    TAKE = "take a review"
    GIVE_BACK = "give back a review"
    COMMENT = "comment"
    ANSWER = "answer"
    MARK_DONE = "mark as done"
    RESOLVE = "resolve"
    REQUEST_CHANGES = "request changes"
    SIGN_OFF = "sign off"
    REVISE = "revise"
    REAFFIRM = "re-affirm"
    RESCHEDULE = "reschedule"
    WITHDRAW = "withdraw"
    DISCARD = "discard"
    BRING_BACK = "bring back"
    DISMISS = "dismiss advice"
    AGREE = "agree to be named"
    DECLINE = "decline to be named"


@dataclass(frozen=True)
class Row:
    """From where to where, who may, and the rules that must hold."""

    sources: tuple[State, ...]
    target: State | None  # None: the state stays as it is
    who: str  # as a refusal names them
    rights: tuple[str, ...]  # permissions on Document; one of them is enough
    bars: tuple[Rule, ...] = ()  # rules about the person
    rules: tuple[Rule, ...] = ()  # rules about the text
    hint: str = ""  # for whoever meets a document in another state


# fmt: off
TABLE: dict[Act, Row] = {
    Act.CREATE: Row((), DRAFT, "a writer or an editor", ("add_document",)),
    Act.EDIT: Row((DRAFT,), DRAFT, "a writer, reviewer or editor", ("change_document",)),
    Act.LOWER_RISK: Row((DRAFT,), DRAFT, "an editor", ("lower_risk_document",)),
    Act.SUBMIT: Row(
        (DRAFT,), MEDICAL_REVIEW, "a writer", ("submit_document",),
        rules=(rules.check_findings, rules.check_naming)),
    Act.RECALL: Row(
        (MEDICAL_REVIEW,), DRAFT, "whoever submitted it, or an editor", ("view_document",),
        bars=(rules.check_submitter_or_editor,)),
    Act.PLAN_REVIEW: Row(
        (MEDICAL_REVIEW,), None, "a reviewer or an editor", ("review_document", "act_as_editor")),
    Act.TAKE: Row(
        (MEDICAL_REVIEW,), None, "a reviewer", ("review_document",),
        bars=(rules.check_may_review, rules.check_not_assignee)),
    Act.GIVE_BACK: Row(
        (MEDICAL_REVIEW,), None, "its reviewer", ("view_document",),
        bars=(rules.check_assignee,)),
    Act.COMMENT: Row(
        (MEDICAL_REVIEW,), None, "a writer, reviewer or editor", ("change_document",),
        hint="Comments belong to the next round."),
    # In a round or between two: the comment outlives the round that it was made in.
    Act.ANSWER: Row(tuple(State), None, "a writer, reviewer or editor", ("change_document",)),
    Act.MARK_DONE: Row(tuple(State), None, "a writer, reviewer or editor", ("change_document",)),
    Act.RESOLVE: Row(
        (MEDICAL_REVIEW,), None, "a reviewer, or an editor in the place of one who left,",
        ("review_document", "act_as_editor"),
        bars=(rules.check_may_resolve,),
        hint="The comment stays open for the next round."),
    Act.REQUEST_CHANGES: Row(
        (MEDICAL_REVIEW,), DRAFT, "a reviewer", ("review_document",)),
    Act.SIGN_OFF: Row(
        (MEDICAL_REVIEW,), PUBLISHED, "a reviewer", ("review_document",),
        bars=(*rules.OF_THE_SIGNER, rules.check_four_eyes, rules.check_not_signed_yet),
        rules=(rules.check_comments_resolved, rules.check_naming, rules.check_sources)),
    Act.REVISE: Row(
        (PUBLISHED, WITHDRAWN), DRAFT, "a writer", ("revise_document",)),
    Act.REAFFIRM: Row(
        (PUBLISHED,), MEDICAL_REVIEW, "a writer, an editor or a reviewer", ("reaffirm_document",),
        rules=(rules.check_live_and_nothing_scheduled, rules.check_naming, rules.check_sources)),
    Act.RESCHEDULE: Row(
        (PUBLISHED,), PUBLISHED, "an editor", ("reschedule_document",),
        rules=(rules.check_scheduled,)),
    Act.WITHDRAW: Row(
        (DRAFT, MEDICAL_REVIEW, PUBLISHED, WITHDRAWN), WITHDRAWN,
        "an editor or a reviewer", ("withdraw_document",),
        rules=(rules.check_something_to_withdraw,)),
    Act.DISCARD: Row(
        (DRAFT,), DISCARDED, "a writer or an editor", ("add_document",),
        rules=(rules.check_never_public,)),
    Act.BRING_BACK: Row(
        (DISCARDED,), DRAFT, "a writer or an editor", ("add_document",)),
    Act.DISMISS: Row((DRAFT,), None, "a writer, reviewer or editor", ("change_document",)),
    # At any time: what is said holds for the editions to come.
    Act.AGREE: Row(
        tuple(State), None, "whoever is named as its writer", ("view_document",),
        bars=(rules.check_is_named,), rules=(rules.check_not_agreed,)),
    Act.DECLINE: Row(
        tuple(State), None, "whoever is named as its writer", ("view_document",),
        bars=(rules.check_is_named,), rules=(rules.check_not_declined,)),
}
# fmt: on
# What a document's state comes from.
# Saving a draft leaves it a draft: without the second condition “last act” would always be a save.
MOVES = [act for act, row in TABLE.items() if row.target and row.sources != (row.target,)]


def check(act: Act, subject: Subject, *, by: Person) -> User:
    """Raise the Refusal that says why this person cannot do this now; else return the person as
    stored, whatever the object in hand carries.

    `subject` is the document, or the round or the comment that the act is about.
    """
    person = User.objects.filter(pk=by.pk or 0).first() or AnonymousUser()
    return check_stored(act, subject, by=person)


def check_stored(act: Act, subject: Subject, *, by: Person) -> User:
    """As `check`, of a person as they were read in this transaction, or on this page."""
    row = TABLE[act]
    # Rights first: whoever may not act at all is told so, and nothing about the text.
    person = check_right(act, by=by)
    if row.sources:
        _check_state(act, document_of(subject))
        rules.check_open(subject)
    # The person before the text: “you wrote this” cannot be mended, “a comment is open” can.
    for rule in (*row.bars, *row.rules):
        rule(subject, person)
    return person


def why_not(user: Person, act: Act, subject: Subject) -> str:
    """The reason why the user cannot, or an empty string."""
    try:
        check_stored(act, subject, by=user)
    except Refusal as refusal:
        return refusal.message
    return ""


def can(user: Person, act: Act, subject: Subject) -> bool:
    """Of a wrong state it asks nothing more: no list pays for reasons that it does not show."""
    sources = TABLE[act].sources
    return (not sources or document_of(subject).state in sources) and not why_not(
        user, act, subject
    )


def bar(user: User, act: Act, subject: Subject) -> str:
    """What bars this person from the act, however the text stands; in a few words, or empty."""
    try:
        check_right(act, by=user)
        for rule in TABLE[act].bars:
            rule(subject, user)
    except Refusal as refusal:
        return refusal.brief
    return ""


def has_right(user: Person, act: Act) -> bool:
    """Whether the act is part of this person's role."""
    # By permission and never by the group’s name: administrators bundle rights in groups of their
    # own.
    return any(user.has_perm(f"editorial.{right}") for right in TABLE[act].rights)


def claim(act: Act, document: Document, *, draft_version: int | None = None) -> None:
    """Move the state by one conditional update. Raises WrongState when somebody was faster."""
    target = _target(act)
    # One statement that asks and writes. A check and then a save would let two people pass the
    # check together.
    rows = Document.objects.filter(pk=document.pk, state__in=TABLE[act].sources)
    if draft_version is not None:
        rows = rows.filter(draft_version=draft_version)
    if not rows.update(state=target):
        # To say what it is now. The object in hand is what misled us.
        document.refresh_from_db(fields=["state", "draft_version"])
        _check_state(act, document)
        raise WrongState(
            f"“{document.title}” was saved again (version {document.draft_version}) since you "
            f"opened it. Look at the newer text, then {act} it. Nothing was changed."
        )
    # The object follows the row only after the row is won.
    document.state = target


def begin(document: Document) -> None:
    """A new document begins where the table says, whatever the object in hand claims."""
    document.state = _target(Act.CREATE)


def put_back(document: Document, state: State) -> None:
    """The state that the audit log says, where something else stands. For `mend_state` alone."""
    Document.objects.filter(pk=document.pk).update(state=state)


def _target(act: Act) -> State:
    target = TABLE[act].target
    # A fault of ours and not the user’s, so no Refusal: it must be seen, not shown.
    if target is None:
        raise LookupError(f"To {act} moves no document from state to state.")
    return target


def check_right(act: Act, *, by: Person, doing: str = "") -> User:
    """Raise NotAllowed unless the act is part of this person's role. `doing`: what else whoever
    may do the act may do, as a refusal says it."""
    # Django denies rights to who is inactive, but the reason it would lead to here is the wrong
    # one.
    if isinstance(by, AnonymousUser) or not by.is_active:
        raise NotAllowed("Log in first with an account that is active.")
    if not has_right(by, act):
        raise NotAllowed(
            f"Only {TABLE[act].who} can {doing or act}. Ask an administrator if that is your part.",
            f"only {TABLE[act].who} can",
        )
    return by


def _check_state(act: Act, document: Document) -> None:
    sources = TABLE[act].sources
    if document.state in sources:
        return
    begins = " or ".join(STATE_LABELS[source] for source in sources)
    message = (
        f"You cannot {act} now: “{document.title}” must be {begins}, "
        f"and it is {STATE_LABELS[State(document.state)]}."
    )
    # Asked for the refusal alone; the usual path costs no query for it.
    last = AuditEvent.objects.acts_on(document).filter(act__in=MOVES).last()
    if last:
        message += f" Last act: {last.actor}, {last.act}, {last.time:%d %B %Y, %H:%M} UTC."
    raise WrongState(f"{message} {TABLE[act].hint}".rstrip())
