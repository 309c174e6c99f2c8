"""The tables of the editorial engine, one file for each concern."""

from editorial.models.audit import AuditEvent
from editorial.models.document import Document, Risk, State
from editorial.models.edition import Edition, EditionFacet, Withdrawal
from editorial.models.people import ReviewerProfile, ReviewTeam, User
from editorial.models.review import Comment, Decision, Review
from editorial.models.sign_off import Scope, SignOff

__all__ = [
    "AuditEvent",
    "Comment",
    "Decision",
    "Document",
    "Edition",
    "EditionFacet",
    "Review",
    "ReviewTeam",
    "ReviewerProfile",
    "Risk",
    "Scope",
    "SignOff",
    "State",
    "User",
    "Withdrawal",
]
