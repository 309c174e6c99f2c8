"""Everything the engine refuses, in one file. The message of each can be shown to a person."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

# Their module asks models what is in a draft, and models raise what stands here.
if TYPE_CHECKING:
    from editorial.findings import Finding


class Refusal(Exception):
    """An act that was refused. Nothing was written. `str(refusal)` says why and what to do;
    `brief` says it in a few words, for the row of a list."""

    def __init__(self, message: str, brief: str = "") -> None:
        super().__init__(message)
        self.message, self.brief = message, brief or message


class NotAllowed(Refusal):
    """This person may not do this."""


class FourEyes(NotAllowed):
    """Whoever wrote the text may not sign it."""


class WrongState(Refusal):
    """The document is not where the act begins, or somebody was faster."""


class StaleDraft(Refusal):
    """The draft was saved by somebody else since this form was loaded."""


class StaleDigest(Refusal):
    """The text on the signer's screen is not the text under review."""


class StalePlan(Refusal):
    """The planned publication on the signer's screen is not the plan as it is now."""


class StaleName(Refusal):
    """The name or the credentials on the signer's screen are not those that would be printed."""


class Blocked(Refusal):
    """A check of the draft holds it back. `findings` says what and where."""

    def __init__(self, findings: "list[Finding]") -> None:
        self.findings = findings
        places = "; ".join(f"{finding.place}: {finding.message}" for finding in findings)
        super().__init__(f"The draft is not ready for review. {places}")


class ClockBehind(Refusal):
    """The server's clock is behind the last act on record."""


class Incomplete(Refusal):
    """Something the act needs was left out or is not acceptable."""


class WrongPassword(Refusal):
    """The signer could not be recognised."""


class WrongCode(WrongPassword):
    """The code of the signer's app is not valid, or was used."""


class TooManyTries(WrongPassword):
    """Guessing is braked. `until` is when the next try is looked at."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        minute = until + timedelta(seconds=59)  # never told too early
        super().__init__(
            f"Too many tries. Wait until {minute:%H:%M} UTC, then try again; nothing is lost by it."
        )


class AddressTaken(Refusal):
    """Another page has this address at that time."""


class NoReceiptKey(Refusal):
    """The site cannot sign receipts, and no edition comes out without one."""


class RecordsDoNotMatch(Refusal):
    """A stored digest is not that of its text: an alarm, not a mistake of the user's."""
