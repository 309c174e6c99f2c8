"""The comments of a review's page, each with its answers and the forms that this person may use."""

from dataclasses import dataclass
from typing import Any

from editorial.changes import places_of
from editorial.desk.forms import ActForm, AnswerForm, ResolveForm
from editorial.exceptions import Refusal
from editorial.models import Comment, Review, User
from editorial.rules import check_may_resolve, last_part_of


@dataclass(frozen=True)
class Thread:
    """`why_not` says why this person cannot resolve it."""

    comment: Comment
    is_of_earlier_round: bool
    place_is_gone: bool
    why_not: str
    forms: dict[str, ActForm]


class Threads:
    """Of one review, for one reader. `bound` is the form that was refused."""

    def __init__(self, review: Review, user: User, bound: ActForm | None) -> None:
        self.review, self.user, self.bound = review, user, bound
        remarks = list(Comment.objects.seen_in(review).with_answers())
        self.places = set(places_of(review.snapshot)) if remarks else set()
        self.last_part = last_part_of(user, review.document_id) if remarks else 0
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
        why_not = "resolved"
        if remark.is_open:
            why_not = why_not_resolve(remark, self.user, self.last_part)
        return Thread(
            remark,
            is_of_earlier_round=remark.review_id != self.review.pk,
            place_is_gone=bool(remark.place) and remark.place not in self.places,
            why_not=why_not,
            forms=self._forms(remark, why_not) if self.review.is_open else {},
        )

    def _forms(self, remark: Comment, why_not: str) -> dict[str, ActForm]:
        given: Any = {"review": self.review, "user": self.user, "remark": remark}
        offered: dict[str, ActForm] = {}
        if remark.is_open and self.user.has_perm("editorial.change_document"):
            offered["answer"] = AnswerForm(**given)
        if not why_not:
            offered["resolve"] = ResolveForm(**given)
        bound = self.bound
        return {
            key: bound if bound and bound.name == form.name else form
            for key, form in offered.items()
        }


def why_not_resolve(remark: Comment, user: User, last_part: int) -> str:
    try:
        check_may_resolve(remark, user, "asked for in the form", last_part=last_part)
    except Refusal as refusal:
        return refusal.message
    return ""
