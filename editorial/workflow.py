"""The workflow: one table of transitions. Start reading here.

Every act is a function in `editorial.acts`; it checks and claims by this table, so that admin,
views, commands, importers and fixtures all meet the same gate. There is no second way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from editorial import rules
from editorial.exceptions import Refusal, WrongState
from editorial.models import AuditEvent, Document, State, User

DRAFT, MEDICAL_REVIEW, PUBLISHED, WITHDRAWN, DISCARDED = State
AS_SAID = {
    DRAFT: "a draft",
    MEDICAL_REVIEW: "under medical review",
    PUBLISHED: "published",
    WITHDRAWN: "withdrawn",
    DISCARDED: "discarded",
}
Rule = Callable[[Document, User], None]


class Act(StrEnum):
    CREATE = "create"
    EDIT = "edit"
    SUBMIT = "submit"
    RECALL = "recall"
    REQUEST_CHANGES = "request changes"
    SIGN_OFF = "sign off"
    REVISE = "revise"
    REAFFIRM = "re-affirm"
    RESCHEDULE = "reschedule"
    WITHDRAW = "withdraw"
    DISCARD = "discard"
    BRING_BACK = "bring back"


@dataclass(frozen=True)
class Transition:
    """From where to where, who may, and the rules that must hold."""

    sources: tuple[State, ...]
    target: State
    who: str  # as a refusal names them
    permission: str  # on Document
    rules: tuple[Rule, ...] = ()


# fmt: off
TRANSITIONS: dict[Act, Transition] = {
    Act.CREATE: Transition((), DRAFT, "a writer or an editor", "add_document"),
    Act.EDIT: Transition((DRAFT,), DRAFT, "a writer, reviewer or editor", "change_document"),
    Act.SUBMIT: Transition(
        (DRAFT,), MEDICAL_REVIEW, "a writer", "submit_document",
        (rules.check_findings,)),
    Act.RECALL: Transition(
        (MEDICAL_REVIEW,), DRAFT, "whoever submitted it, or an editor", "view_document",
        (rules.check_submitter_or_editor,)),
    Act.REQUEST_CHANGES: Transition(
        (MEDICAL_REVIEW,), DRAFT, "a reviewer", "review_document"),
    Act.SIGN_OFF: Transition(
        (MEDICAL_REVIEW,), PUBLISHED, "a reviewer", "review_document",
        (rules.check_profile, rules.check_four_eyes, rules.check_not_signed_yet,
         rules.check_comments_resolved)),
    Act.REVISE: Transition(
        (PUBLISHED, WITHDRAWN), DRAFT, "a writer", "revise_document"),
    Act.REAFFIRM: Transition(
        (PUBLISHED,), MEDICAL_REVIEW, "a writer, an editor or a reviewer", "reaffirm_document",
        (rules.check_live_and_nothing_scheduled,)),
    Act.RESCHEDULE: Transition(
        (PUBLISHED,), PUBLISHED, "an editor", "reschedule_document",
        (rules.check_scheduled,)),
    Act.WITHDRAW: Transition(
        (DRAFT, MEDICAL_REVIEW, PUBLISHED), WITHDRAWN,
        "an editor or a reviewer", "withdraw_document",
        (rules.check_live_or_scheduled,)),
    Act.DISCARD: Transition(
        (DRAFT,), DISCARDED, "a writer or an editor", "add_document",
        (rules.check_never_public,)),
    Act.BRING_BACK: Transition(
        (DISCARDED,), DRAFT, "a writer or an editor", "add_document"),
}
# fmt: on


def check(act: Act, document: Document, *, by: User) -> None:
    """Raise the Refusal that says why this person cannot do this now; else return."""
    transition = TRANSITIONS[act]
    rules.check_signed_in(by)
    rules.check_permission(by, transition.permission, act, transition.who)
    if act is not Act.CREATE:
        _check_state(act, document)
    for rule in transition.rules:
        rule(document, by)


def why_not(user: User, act: Act, document: Document) -> str:
    """The reason why the user cannot, or an empty string."""
    try:
        check(act, document, by=user)
    except Refusal as refusal:
        return refusal.message
    return ""


def can(user: User, act: Act, document: Document) -> bool:
    return not why_not(user, act, document)


def claim(act: Act, document: Document, *, draft_version: int | None = None) -> None:
    """Move the state by one conditional update. Raises WrongState when somebody was faster."""
    transition = TRANSITIONS[act]
    rows = Document.objects.filter(pk=document.pk, state__in=transition.sources)
    if draft_version is not None:
        rows = rows.filter(draft_version=draft_version)
    if not rows.update(state=transition.target):
        document.refresh_from_db(fields=["state", "draft_version"])
        _check_state(act, document)
        raise WrongState(
            f"“{document.title}” was saved again (version {document.draft_version}) since you "
            f"opened it. Look at the newer text, then {act} it. Nothing was changed."
        )
    document.state = transition.target


def begin(document: Document) -> None:
    """A new document begins where the table says, whatever the object in hand claims."""
    document.state = TRANSITIONS[Act.CREATE].target


def _check_state(act: Act, document: Document) -> None:
    sources = TRANSITIONS[act].sources
    if document.state in sources:
        return
    begins = " or ".join(AS_SAID[source] for source in sources)
    message = (
        f"To {act} “{document.title}”, it must be {begins}; it is {AS_SAID[State(document.state)]}."
    )
    # A comment or a plan moved nothing.
    last = AuditEvent.objects.acts_on(document).filter(act__in=list(Act)).last()
    if last:
        message += f" Last act: {last.actor}, {last.act}, {last.time:%d %B %Y, %H:%M} UTC."
    raise WrongState(message)
