"""The desk's forms. Each carries out one act, and shows a refusal where the fault lies.

The engine checks everything; a form asks for what is missing so that all of it is told at once.
"""

from typing import Any, ClassVar

from django import forms

from editorial import acts
from editorial.acts.comments import in_anothers_place
from editorial.changes import places_of
from editorial.exceptions import Incomplete, Refusal, WrongPassword
from editorial.models import Comment, Review, User
from editorial.rules import reviewers_for
from editorial.workflow import Act


class ReviewActForm(forms.Form):
    """`act()` carries the act out and returns what to tell the user; it raises Refusal."""

    fault_lies_at: ClassVar[str | None] = None  # the field that a refused input belongs to
    name: ClassVar[str]
    of: ClassVar[Act]

    def __init__(self, data: Any = None, *, review: Review, user: User) -> None:
        self.review, self.user = review, user
        super().__init__(data, auto_id=f"{self.name}-%s", label_suffix="")

    def act(self) -> str:
        raise NotImplementedError

    def refuse(self, refusal: Refusal) -> None:
        field = self.fault_lies_at if isinstance(refusal, Incomplete) else None
        if isinstance(refusal, WrongPassword):
            field = "password"
        self.add_error(field, refusal.message)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What the user wrote, by label, for a page that has no room for the form any more."""
        texts = [name for name, field in self.fields.items() if _is_text(field)]
        written = [(str(self[name].label), str(self[name].value() or "")) for name in texts]
        return [(label, text) for label, text in written if self.is_bound and text.strip()]


def _is_text(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.Textarea)


def long_text(label: str, rows: int, limit: int, **more: Any) -> forms.CharField:
    """Free text, measured by the engine: browsers count line ends otherwise than Python."""
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, required=False, widget=widget, **more)


def one_of(label: str, choices: Any, missing: str, **more: Any) -> forms.ChoiceField:
    errors = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **more
    )


def date_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class RequestChangesForm(ReviewActForm):
    name, of = "changes", Act.REQUEST_CHANGES
    fault_lies_at = "reason"
    reason = long_text(
        "What must change, and why", 5, 2000, help_text="The writer reads this with the draft."
    )

    def act(self) -> str:
        acts.request_changes(self.review, by=self.user, reason=self.cleaned_data["reason"])
        return "The draft went back to the writer with your reason."


class RecallForm(ReviewActForm):
    name, of = "recall", Act.RECALL
    fault_lies_at = "reason"
    reason = long_text("Reason (optional)", 2, 2000)

    def act(self) -> str:
        acts.recall(self.review, by=self.user, reason=self.cleaned_data["reason"])
        return "Recalled: the text is a draft again."


class CommentForm(ReviewActForm):
    name, of = "comment", Act.COMMENT
    fault_lies_at = "body"
    place = forms.ChoiceField(label="Place", required=False)
    body = long_text("Comment", 3, 4000)

    def __init__(self, data: object = None, **more: Any) -> None:
        super().__init__(data, **more)
        places = places_of(self.review.snapshot)
        self.fields["place"].choices = [("", "The whole page"), *((p, p) for p in places)]  # type: ignore[attr-defined]

    def act(self) -> str:
        given = self.cleaned_data
        acts.comment(self.review, by=self.user, body=given["body"], place=given["place"])
        return "Your comment was added."


class OfComment(ReviewActForm):
    """A form of one comment; there may be several on a page."""

    def __init__(self, data: Any = None, *, remark: Comment, **more: Any) -> None:
        self.remark = remark
        self.name = f"{self.name}-{remark.pk}"  # type: ignore[misc]
        super().__init__(data, **more)


class AnswerForm(OfComment):
    name, of = "answer", Act.ANSWER
    fault_lies_at = "body"
    body = long_text("Your answer", 3, 4000)
    done = forms.BooleanField(
        label="Done: the text was changed as asked. (A reviewer still has to resolve it.)",
        required=False,
    )

    def act(self) -> str:
        acts.answer(self.remark, by=self.user, **self.cleaned_data)
        return "Your answer was added. A reviewer resolves the comment."


class ResolveForm(OfComment):
    name, of = "resolve", Act.RESOLVE
    fault_lies_at = "reason"
    reason = long_text("Why you resolve it in another’s place", 2, 2000)

    @property
    def needs_reason(self) -> bool:
        return in_anothers_place(self.user)

    def act(self) -> str:
        acts.resolve(self.remark, by=self.user, reason=self.cleaned_data["reason"])
        return "The comment is resolved."


class PlanForm(ReviewActForm):
    name, of = "plan", Act.PLAN_REVIEW
    assignee = forms.ModelChoiceField(
        User.objects.none(), label="Reviewer", required=False, empty_label="Nobody yet"
    )
    due = date_field("Due")

    def __init__(self, data: object = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["assignee"].queryset = reviewers_for(self.review)  # type: ignore[attr-defined]
        self.initial = {"assignee": self.review.assignee_id, "due": self.review.due}

    def act(self) -> str:
        acts.plan_review(self.review, by=self.user, **self.cleaned_data)
        return "The plan for this review was saved."
