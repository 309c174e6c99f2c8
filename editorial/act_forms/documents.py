"""The acts on a document. Each says of itself what its button, its page and its end are called."""

from collections.abc import Callable
from typing import ClassVar

from django import forms

from editorial import acts
from editorial.act_forms.base import ActForm, long_text
from editorial.models import Document
from editorial.rules import document_of, round_of
from editorial.workflow import Act


class DocumentActForm(ActForm):
    button: ClassVar[str]
    explains: ClassVar[str]
    done: ClassVar[str]
    asks: ClassVar[bool] = True  # False: the button acts at once
    # The act of the engine, which takes the form's fields by their names.
    does: ClassVar[Callable[..., object]]

    @property
    def document(self) -> Document:
        return document_of(self.subject)

    def perform(self) -> str:
        type(self).does(self.document, by=self.user, **self.cleaned_data)
        return self.done


class SubmitForm(DocumentActForm):
    name, act = "submit", Act.SUBMIT
    does = staticmethod(acts.submit)
    fault_lies_at = "note"
    button = "Submit for medical review"
    explains = (
        "A reviewer will read the text exactly as it is saved now. Until the review ends nobody "
        "can edit it; you can recall it."
    )
    done = "Submitted. A reviewer will read it; you can recall it until it is signed."
    note = long_text(
        "Note to the reviewer", help_text="For example what has changed, or what to check."
    )
    draft_version = forms.IntegerField(widget=forms.HiddenInput)


class RecallForm(DocumentActForm):
    """Of the round that is on the page; of a document's own page, the round that is open."""

    name, act = "recall", Act.RECALL
    fault_lies_at = "reason"
    button = "Recall from review"
    explains = (
        "The review ends without a decision, and the text can be edited again. A signature "
        "already given falls away."
    )
    done = "Recalled. The text can be edited again."
    reason = long_text(
        "Reason (optional)", help_text="The reviewer may wonder why. It stands in the history."
    )

    def perform(self) -> str:
        acts.recall(round_of(self.subject), by=self.user, reason=self.cleaned_data["reason"])
        return self.done


class ReviseForm(DocumentActForm):
    name, act = "revise", Act.REVISE
    does = staticmethod(acts.revise)
    button = "Revise"
    explains = "Opens the text for editing. What is public stays as it is until a new sign-off."
    done = "You can edit the text now. What is public stays as it is until a new sign-off."
    asks = False


class ReaffirmForm(DocumentActForm):
    name, act = "reaffirm", Act.REAFFIRM
    does = staticmethod(acts.reaffirm)
    fault_lies_at = "note"
    button = "Send for review again, unchanged"
    explains = (
        "The live text itself goes to medical review, without a change. A new sign-off renews "
        "its review date. If something must change, choose “Revise” instead."
    )
    done = "Sent to medical review, unchanged."
    note = long_text("Note to the reviewer", help_text="Optional.")


class RescheduleForm(DocumentActForm):
    name, act = "reschedule", Act.RESCHEDULE
    does = staticmethod(acts.reschedule)
    button = "Move the publication"
    explains = "The signed edition that waits for its time will be published at another time."
    done = "The publication was moved."
    effective_from = forms.DateTimeField(
        label="Publish at (UTC)",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = long_text("Reason", required=True, help_text="It stands in the history.")


class WithdrawForm(DocumentActForm):
    name, act = "withdraw", Act.WITHDRAW
    does = staticmethod(acts.withdraw)
    fault_lies_at = "reason"
    button = "Withdraw from the public"
    explains = (
        "The page is taken down at once. Its address then shows a notice with your reason. "
        "The text is kept, and a revised edition can be signed later."
    )
    done = "Withdrawn. The address now shows the notice with your reason."
    reason = long_text(
        "Reason, shown to the public", required=True, help_text="Write it for readers of the page."
    )


class DiscardForm(DocumentActForm):
    name, act = "discard", Act.DISCARD
    does = staticmethod(acts.discard)
    button = "Discard"
    explains = "Puts the draft away: out of the lists and choices. Nothing is deleted."
    done = (
        "Discarded: it is out of the lists, and nothing was deleted. “Bring it back” undoes this."
    )
    asks = False


class BringBackForm(DocumentActForm):
    name, act = "bring_back", Act.BRING_BACK
    button = "Bring it back"
    explains = "Makes it a draft again, with every word it had."
    done = "It is a draft again."
    asks = False

    def perform(self) -> str:
        now = acts.bring_back(self.document, by=self.user)
        if now.slug == self.document.slug:
            return self.done
        return f"It is a draft again. Its address is taken, so it has another: {now.slug}"


class AgreeForm(DocumentActForm):
    name, act = "agree", Act.AGREE
    does = staticmethod(acts.agree)
    button = "Agree to be named"
    explains = "You are named as the writer of this page. It cannot be submitted before you agree."
    done = "On record: you agree to be named as the writer of this page."
    asks = False


class DeclineForm(DocumentActForm):
    name, act = "decline", Act.DECLINE
    does = staticmethod(acts.decline)
    button = "Do not name me"
    explains = "No further edition is signed with your name. What was signed keeps it."
    done = "On record: no further edition is signed with your name as its writer."
    asks = False


FORMS: dict[str, type[DocumentActForm]] = {
    form.name: form
    for form in (
        SubmitForm,
        RecallForm,
        ReviseForm,
        ReaffirmForm,
        RescheduleForm,
        WithdrawForm,
        DiscardForm,
        BringBackForm,
        AgreeForm,
        DeclineForm,
    )
}
