"""The acts on one round of review: request changes, comment, answer, resolve, plan."""

from django import forms
from django.http import QueryDict

from editorial import acts
from editorial.act_forms.base import ActForm, date_field, long_text
from editorial.acts.comments import in_anothers_place
from editorial.changes import places_of
from editorial.models import Comment, Review, User
from editorial.rules import reviewers_for
from editorial.workflow import Act


class ReviewActForm(ActForm):
    def __init__(self, data: QueryDict | None = None, *, subject: Review, user: User) -> None:
        self.review = subject
        super().__init__(data, subject=subject, user=user)


class RequestChangesForm(ReviewActForm):
    name, act = "changes", Act.REQUEST_CHANGES
    fault_lies_at = "reason"
    reason = long_text(
        "What must change, and why", rows=5, help_text="The writer reads this with the draft."
    )

    def perform(self) -> str:
        acts.request_changes(self.review, by=self.user, reason=self.cleaned_data["reason"])
        return "The draft went back to the writer with your reason."


class CommentForm(ReviewActForm):
    name, act = "comment", Act.COMMENT
    fault_lies_at = "body"
    place = forms.ChoiceField(label="Place", required=False)
    body = long_text("Comment", limit=4000)

    def __init__(self, data: QueryDict | None = None, *, subject: Review, user: User) -> None:
        super().__init__(data, subject=subject, user=user)
        places = places_of(self.review.snapshot)
        self.fields["place"].choices = [("", "The whole page"), *((p, p) for p in places)]  # type: ignore[attr-defined]

    def perform(self) -> str:
        given = self.cleaned_data
        acts.comment(self.review, by=self.user, body=given["body"], place=given["place"])
        return "Your comment was added."


class CommentActForm(ActForm):
    """Of one comment; there may be several on a page."""

    def __init__(self, data: QueryDict | None = None, *, subject: Comment, user: User) -> None:
        self.remark = subject
        self.name = f"{self.name}-{subject.pk}"
        super().__init__(data, subject=subject, user=user)


class AnswerForm(CommentActForm):
    name, act = "answer", Act.ANSWER
    fault_lies_at = "body"
    body = long_text("Your answer", limit=4000)
    done = forms.BooleanField(
        label="Done: the text was changed as asked. (A reviewer still has to resolve it.)",
        required=False,
    )

    def perform(self) -> str:
        acts.answer(self.remark, by=self.user, **self.cleaned_data)
        return "Your answer was added. A reviewer resolves the comment."


class ResolveForm(CommentActForm):
    name, act = "resolve", Act.RESOLVE
    fault_lies_at = "reason"
    reason = long_text("Why you resolve it in another’s place", rows=2)

    @property
    def needs_reason(self) -> bool:
        return in_anothers_place(self.user)

    def perform(self) -> str:
        acts.resolve(self.remark, by=self.user, reason=self.cleaned_data["reason"])
        return "The comment is resolved."


class PlanForm(ReviewActForm):
    name, act = "plan", Act.PLAN_REVIEW
    assignee = forms.ModelChoiceField(
        User.objects.none(), label="Reviewer", required=False, empty_label="Nobody yet"
    )
    due = date_field("Due")

    def __init__(self, data: QueryDict | None = None, *, subject: Review, user: User) -> None:
        super().__init__(data, subject=subject, user=user)
        self.fields["assignee"].queryset = reviewers_for(self.review)  # type: ignore[attr-defined]
        self.initial = {"assignee": self.review.assignee_id, "due": self.review.due}

    def perform(self) -> str:
        acts.plan_review(self.review, by=self.user, **self.cleaned_data)
        return "The plan for this review was saved."
