"""“Your work”: what waits for this person, on the first page. One query for each list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from editorial.models import Decision, Document, Edition, Review, State, User

SHOWN = 10
RUNNING_OUT_DAYS = 60


@dataclass(frozen=True)
class WorkList:
    name: str
    heading: str
    empty: str
    rows: list[Any]
    more: str  # address of the whole list

    @property
    def row_template(self) -> str:
        return f"admin/work/{self.name}.html"


Source = Callable[[User], list[WorkList]]
_sources: list[Source] = []


def also_show(source: Source) -> Source:
    """Lists of the rooms above, which this one does not know. Used as a decorator."""
    _sources.append(source)
    return source


def change_url(kind: str, pk: int) -> str:
    meta = Document.model_of(kind)._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])


def work_of(user: User) -> list[WorkList]:
    if not user.has_perm("editorial.view_document"):
        return []
    return [*_own(user), *(each for source in _sources for each in source(user))]


def _own(user: User) -> list[WorkList]:
    own = f"owner__id__exact={user.pk}"
    return [
        WorkList(
            "sent_back",
            "Sent back to me",
            "Nothing was sent back to you.",
            first_rows(sent_back(user)),
            _all(f"{own}&state__exact=draft"),
        ),
        WorkList(
            "drafts",
            "My drafts",
            "You have no drafts.",
            first_rows(drafts_of(user)),
            _all(f"{own}&state__exact=draft"),
        ),
        WorkList(
            "under_review",
            "Under review",
            "Nothing of yours is under review.",
            first_rows(under_review(user)),
            _all(f"{own}&state__exact=medical_review"),
        ),
        WorkList(
            "running_out",
            "Reviews running out",
            f"No review runs out within {RUNNING_OUT_DAYS} days.",
            first_rows(running_out(user)),
            _all("review=soon"),
        ),
    ]


def first_rows(rows: QuerySet[Any]) -> list[Any]:
    """One more than is shown, so that the page knows whether there are more."""
    return list(rows[: SHOWN + 1])


def _all(query: str) -> str:
    return f"{reverse('admin:editorial_document_changelist')}?{query}"


def last_rounds() -> QuerySet[Review]:
    newest = Review.objects.filter(document=OuterRef("document")).order_by("-number")
    return Review.objects.filter(number=Subquery(newest.values("number")[:1]))


def sent_back(user: User) -> QuerySet[Review]:
    return (
        last_rounds()
        .filter(Q(document__owner=user) | Q(submitted_by=user))
        .filter(decision=Decision.CHANGES_REQUESTED, document__state=State.DRAFT)
        .select_related("document", "decided_by")
        .defer("snapshot")
        .order_by("-decided_at")
    )


def drafts_of(user: User) -> QuerySet[Document]:
    back = last_rounds().filter(decision=Decision.CHANGES_REQUESTED).values("document")
    drafts = Document.objects.filter(owner=user, state=State.DRAFT).exclude(pk__in=back)
    return drafts.order_by("-updated_at")


def under_review(user: User) -> QuerySet[Review]:
    return (
        Review.objects.open()
        .filter(Q(document__owner=user) | Q(submitted_by=user))
        .select_related("document", "assignee")
        .defer("snapshot")
    )


def running_out(user: User) -> QuerySet[Edition]:
    """A writer's own; an editor sees everybody's."""
    editions = Edition.objects.live().filter(next_review_due__lte=soon())
    # What is in review already is on its way.
    editions = editions.exclude(document__state=State.MEDICAL_REVIEW)
    if not user.has_perm("editorial.recall_document"):
        editions = editions.filter(document__owner=user)
    return editions.for_list().select_related("document").order_by("next_review_due", "pk")


def soon() -> date:
    return timezone.localdate() + timedelta(days=RUNNING_OUT_DAYS)
