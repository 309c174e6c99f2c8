"""What each act asks of the person, and how it is done. The engine decides."""

from typing import Any, ClassVar

from django import forms

from editorial import acts
from editorial.admin.choices import is_number
from editorial.models import Document, User
from editorial.rules import open_review
from editorial.workflow import Act


class DocumentActForm(forms.Form):
    act: ClassVar[Act]
    button: ClassVar[str]
    explains: ClassVar[str]
    done: str
    asks: ClassVar[bool] = True  # False: the button acts at once

    required_css_class = "required"

    def perform(self, document: Document, by: User) -> None:
        """Raises Refusal."""
        raise NotImplementedError


def text(label: str, help_text: str, *, required: bool) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=2000, widget=area
    )


class SubmitForm(DocumentActForm):
    act = Act.SUBMIT
    button = "Submit for medical review"
    explains = (
        "A reviewer will read the text exactly as it is saved now. Until the review ends nobody "
        "can edit it; you can recall it."
    )
    done = "Submitted. A reviewer will read it; you can recall it until it is signed."

    note = text("Note to the reviewer", "For example what has changed, or what to check.",
                required=False)  # fmt: skip
    draft_version = forms.IntegerField(widget=forms.HiddenInput)

    def perform(self, document: Document, by: User) -> None:
        given = self.cleaned_data
        acts.submit(document, by=by, draft_version=given["draft_version"], note=given["note"])


class RecallForm(DocumentActForm):
    act = Act.RECALL
    button = "Recall from review"
    explains = "The review ends without a decision, and the text can be edited again."
    done = "Recalled. The text can be edited again."

    reason = text("Reason", "The reviewer may wonder why. It stands in the history.",
                  required=False)  # fmt: skip

    def perform(self, document: Document, by: User) -> None:
        acts.recall(open_review(document), by=by, reason=self.cleaned_data["reason"])


class ReviseForm(DocumentActForm):
    act = Act.REVISE
    button = "Revise"
    explains = "Opens the text for editing. What is public stays as it is until a new sign-off."
    done = "You can edit the text now. What is public stays as it is until a new sign-off."
    asks = False

    def perform(self, document: Document, by: User) -> None:
        acts.revise(document, by=by)


class ReaffirmForm(DocumentActForm):
    act = Act.REAFFIRM
    button = "Send for review again, unchanged"
    explains = (
        "The live text itself goes to medical review, without a change. A new sign-off renews "
        "its review date. If something must change, choose “Revise” instead."
    )
    done = "Sent to medical review, unchanged."

    note = text("Note to the reviewer", "Optional.", required=False)

    def perform(self, document: Document, by: User) -> None:
        acts.reaffirm(document, by=by, note=self.cleaned_data["note"])


class RescheduleForm(DocumentActForm):
    act = Act.RESCHEDULE
    button = "Move the publication"
    explains = "The signed edition that waits for its time will be published at another time."
    done = "The publication was moved."

    effective_from = forms.DateTimeField(
        label="Publish at (UTC)",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = text("Reason", "It stands in the history.", required=True)

    def perform(self, document: Document, by: User) -> None:
        given = self.cleaned_data
        acts.reschedule(
            document, by=by, effective_from=given["effective_from"], reason=given["reason"]
        )


class WithdrawForm(DocumentActForm):
    act = Act.WITHDRAW
    button = "Withdraw from the public"
    explains = (
        "The page is taken down at once. Its address then shows a notice with your reason. "
        "The text is kept, and a revised edition can be signed later."
    )
    done = "Withdrawn. The address now shows the notice with your reason."

    reason = text("Reason, shown to the public", "Write it for readers of the page.",
                  required=True)  # fmt: skip

    def perform(self, document: Document, by: User) -> None:
        acts.withdraw(document, by=by, reason=self.cleaned_data["reason"])


class DiscardForm(DocumentActForm):
    act = Act.DISCARD
    button = "Discard"
    explains = "Puts the draft away: out of the lists and choices. Nothing is deleted."
    done = (
        "Discarded: it is out of the lists, and nothing was deleted. “Bring it back” undoes this."
    )
    asks = False

    def perform(self, document: Document, by: User) -> None:
        acts.discard(document, by=by)


class BringBackForm(DocumentActForm):
    act = Act.BRING_BACK
    button = "Bring it back"
    explains = "Makes it a draft again, with every word it had."
    done = "It is a draft again."
    asks = False

    def perform(self, document: Document, by: User) -> None:
        now = acts.bring_back(document, by=by)
        if now.slug != document.slug:
            self.done = f"It is a draft again. Its address is taken, so it has another: {now.slug}"


FORMS: dict[str, type[DocumentActForm]] = {
    form.act.name.lower(): form
    for form in (
        SubmitForm,
        RecallForm,
        ReviseForm,
        ReaffirmForm,
        RescheduleForm,
        WithdrawForm,
        DiscardForm,
        BringBackForm,
    )
}


def initial_of(act: str, document: Document, version: Any) -> dict[str, object]:
    """The draft version that the person saw; for a new time, the one that is planned."""
    if act == "submit":
        return {"draft_version": int(version) if is_number(version) else document.draft_version}
    if act == "reschedule":
        planned = document.editions.scheduled().order_by("-number").first()
        return {"effective_from": planned.effective_from if planned else None}
    return {}
