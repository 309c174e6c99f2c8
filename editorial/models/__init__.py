"""The tables of the editorial engine, one file for each concern."""

from editorial.models.audit import AuditEvent
from editorial.models.authorship import Authorship
from editorial.models.comment import Answer, Comment
from editorial.models.document import Document, Naming, RiskLevel, State
from editorial.models.edition import Edition, EditionFacet, Withdrawal
from editorial.models.edition_passages import EditionPassages
from editorial.models.identity import IdentityHold
from editorial.models.key_signature import KeySignature
from editorial.models.people import ReviewerProfile, ReviewTeam, User
from editorial.models.receipt import Receipt, ReceiptKey
from editorial.models.review import Decision, Review
from editorial.models.round_seen import RoundSeen
from editorial.models.sign_off import Method, Scope, SignOff
from editorial.models.tries import SpentCode, Tries

__all__ = [
    "Answer",
    "AuditEvent",
    "Authorship",
    "Comment",
    "Decision",
    "Document",
    "Edition",
    "EditionFacet",
    "EditionPassages",
    "IdentityHold",
    "KeySignature",
    "Method",
    "Naming",
    "Receipt",
    "ReceiptKey",
    "Review",
    "ReviewTeam",
    "ReviewerProfile",
    "RiskLevel",
    "RoundSeen",
    "Scope",
    "SignOff",
    "SpentCode",
    "State",
    "Tries",
    "User",
    "Withdrawal",
]
