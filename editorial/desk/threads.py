"""The comments of a review's page, each with its answers and the forms that this person may use."""

from dataclasses import dataclass

from editorial import workflow
from editorial.act_forms.base import ActForm
from editorial.act_forms.reviews import AnswerForm, ResolveForm
from editorial.changes import places_of
from editorial.models import Comment, Review, User
from editorial.workflow import Act


@dataclass(frozen=True)
class Thread:
    """`why_not` says why this person, who resolves others, cannot resolve it."""

    comment: Comment
    is_of_earlier_round: bool
    place_is_gone: bool
    why_not: str
    forms: dict[str, ActForm]


class Threads:
    """Of one review, for one reader. `bound` is the form that was refused."""

    def __init__(self, review: Review, user: User, bound: ActForm | None) -> None:
        self.review, self.user, self.bound = review, user, bound
        remarks = list(Comment.objects.seen_in(review).for_person(user).with_answers())
        self.places = set(places_of(review.snapshot)) if remarks else set()
        # The open ones first, in the order in which they were made.
        remarks.sort(key=lambda remark: not remark.is_open)
        self.all = [self._thread(remark) for remark in remarks]

    @property
    def open(self) -> list[Thread]:
        return [each for each in self.all if each.comment.is_open]

    @property
    def form_names(self) -> set[str]:
        return {form.name for each in self.all for form in each.forms.values()}

    def _thread(self, remark: Comment) -> Thread:
        remark.review.document = self.review.document
        why_not = workflow.why_not(self.user, Act.RESOLVE, remark)
        return Thread(
            remark,
            is_of_earlier_round=remark.review_id != self.review.pk,
            place_is_gone=bool(remark.place) and remark.place not in self.places,
            why_not=why_not if workflow.has_right(self.user, Act.RESOLVE) else "",
            forms=self._forms(remark, why_not) if self.review.is_open else {},
        )

    def _forms(self, remark: Comment, why_not: str) -> dict[str, ActForm]:
        offered: dict[str, ActForm] = {}
        if workflow.can(self.user, Act.ANSWER, remark):
            offered["answer"] = AnswerForm(subject=remark, user=self.user)
        if not why_not:
            offered["resolve"] = ResolveForm(subject=remark, user=self.user)
        bound = self.bound
        return {
            key: bound if bound and bound.name == form.name else form
            for key, form in offered.items()
        }
