"""The acts of the workflow. State, sign-offs and editions change here and nowhere else."""

from editorial.acts.clock import accept_clock, propose_clock
from editorial.acts.comments import answer, comment, resolve
from editorial.acts.discarding import bring_back, discard
from editorial.acts.dismissing import dismiss
from editorial.acts.naming import agree, decline
from editorial.acts.publication import reschedule, withdraw
from editorial.acts.review import give_back, plan_review, recall, request_changes, take
from editorial.acts.sign_off import sign_off
from editorial.acts.submission import reaffirm, revise, submit

__all__ = [
    "accept_clock",
    "agree",
    "answer",
    "bring_back",
    "comment",
    "decline",
    "discard",
    "dismiss",
    "give_back",
    "plan_review",
    "propose_clock",
    "reaffirm",
    "recall",
    "request_changes",
    "reschedule",
    "resolve",
    "revise",
    "sign_off",
    "submit",
    "take",
    "withdraw",
]
