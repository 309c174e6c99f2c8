"""What stands on the first page for whom: reviewers, writers, editors, administrators."""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from editorial import hooks
from editorial.admin.work import (
    RUNNING_OUT_DAYS,
    SHOWN,
    all_pages,
    first_rows,
    soon,
)
from editorial.desk.queue import open_reviews, signable
from editorial.hooks import WorkList
from editorial.models import AuditEvent, Decision, Document, Edition, Naming, Review, State, User
from editorial.people.identity import confirmable_by
from editorial.rights import is_editor, is_reviewer
from editorial.workflow import Act, has_right

ADMINISTERS = "editorial.view_auditevent"


# --- Reviewers ------------------------------------------------------------------------------------


@hooks.work_lists.register
def reviews(user: User) -> list[WorkList]:
    if not is_reviewer(user):
        return []
    queue = reverse("desk-queue")
    return [
        WorkList(
            "reviews_mine",
            "Assigned to me",
            "No review is assigned to you.",
            first_rows(open_reviews(user).filter(assignee=user)),
            f"{queue}?assigned=me",
        ),
        WorkList(
            "reviews",
            "You may sign",
            "No other text waits for a signature that you may give.",
            # What is assigned to this reviewer stands in the list above.
            first_rows(signable(user).exclude(assignee=user)),
            queue,
        ),
    ]


# --- Writers, and whoever else owns a page --------------------------------------------------------


@hooks.work_lists.register
def own_pages(user: User) -> list[WorkList]:
    """Reviewers may own pages too, but need not be told that they own none."""
    own = f"owner__id__exact={user.pk}"
    lists = [
        WorkList(
            "sent_back",
            "Sent back to me",
            "Nothing was sent back to you.",
            first_rows(sent_back(user)),
            all_pages(f"{own}&state__exact=draft"),
        ),
        WorkList(
            "drafts",
            "My drafts",
            "You have no drafts.",
            first_rows(drafts_of(user)),
            all_pages(f"{own}&state__exact=draft"),
        ),
        WorkList(
            "under_review",
            "Under review",
            "Nothing of yours is under review.",
            first_rows(under_review(user)),
            all_pages(f"{own}&state__exact=medical_review"),
        ),
    ]
    return [each for each in lists if each.rows or has_right(user, Act.CREATE)]


def last_decided_rounds() -> QuerySet[Review]:
    """A round that was recalled answers no request for changes, so the one before it stands."""
    decided = Review.objects.decided_on_the_text()
    newest = decided.filter(document=OuterRef("document")).order_by("-number")
    return Review.objects.filter(number=Subquery(newest.values("number")[:1]))


def sent_back(user: User) -> QuerySet[Review]:
    return (
        last_decided_rounds()
        .filter(Q(document__owner=user) | Q(submitted_by=user))
        .filter(decision=Decision.CHANGES_REQUESTED, document__state=State.DRAFT)
        .select_related("document", "decided_by")
        .defer("snapshot")
        .order_by("-decided_at")
    )


def drafts_of(user: User) -> QuerySet[Document]:
    back = last_decided_rounds().filter(decision=Decision.CHANGES_REQUESTED).values("document")
    drafts = Document.objects.filter(owner=user, state=State.DRAFT).exclude(pk__in=back)
    return drafts.order_by("-updated_at")


def under_review(user: User) -> QuerySet[Review]:
    return (
        Review.objects.open()
        .filter(Q(document__owner=user) | Q(submitted_by=user))
        .select_related("document", "assignee")
        .defer("snapshot")
    )


@hooks.work_lists.register
def naming(user: User) -> list[WorkList]:
    """Pages that name this person and that they have not agreed to."""
    asked = Document.objects.filter(owner=user, naming=Naming.ASKED)
    rows = first_rows(asked.exclude(state=State.DISCARDED).order_by("pk"))
    if not rows:
        return []
    more = all_pages(f"owner__id__exact={user.pk}")
    return [WorkList("naming", "Do you agree to be named as the writer?", "", rows, more)]


# --- Everybody who keeps pages up to date ---------------------------------------------------------


@hooks.work_lists.register
def reviews_that_run_out(user: User) -> list[WorkList]:
    if not any((is_reviewer(user), is_editor(user), has_right(user, Act.CREATE))):
        return []
    more = reverse("desk-running-out") if is_reviewer(user) else all_pages("review=soon")
    return [
        WorkList(
            "running_out",
            "Reviews running out",
            f"No review runs out within {RUNNING_OUT_DAYS} days.",
            first_rows(running_out(user)),
            more,
        )
    ]


def running_out(user: User) -> QuerySet[Edition]:
    """A writer's own; whoever reviews or edits sees everybody's."""
    editions = Edition.objects.live().to_review_by(soon())
    # What is in review already is on its way.
    editions = editions.exclude(document__state=State.MEDICAL_REVIEW)
    if not (is_reviewer(user) or is_editor(user)):
        editions = editions.filter(document__owner=user)
    rows = editions.for_list().select_related("document")
    return rows.order_by(F("called").desc(), "next_review_due", "pk")


# --- Editors --------------------------------------------------------------------------------------


@hooks.work_lists.register
def planning(user: User) -> list[WorkList]:
    if not is_editor(user):
        return []
    return [
        WorkList(
            "reviews_to_plan",
            "Reviews to plan",
            "Every review has a reviewer, and none is overdue.",
            first_rows(to_plan(user)),
            reverse("desk-queue"),
        ),
        WorkList(
            "scheduled",
            "Next publications",
            "No publication is planned.",
            first_rows(next_publications()),
            all_pages("live=scheduled"),
        ),
    ]


def to_plan(user: User) -> QuerySet[Review]:
    """Nobody has them, or they are late."""
    return open_reviews(user).filter(Q(assignee=None) | Q(due__lt=timezone.localdate()))


def next_publications() -> QuerySet[Edition]:
    editions = Edition.objects.scheduled().for_list().select_related("document")
    return editions.order_by("effective_from", "pk")


# --- Whoever can confirm a change of an account ---------------------------------------------------


@hooks.work_lists.register
def account_changes(user: User) -> list[WorkList]:
    """Told only where there is one: most people never have such work."""
    waiting = confirmable_by(user)[: SHOWN + 1]
    if not waiting:
        return []
    page = reverse("account_changes")
    return [WorkList("account_changes", "Changes of accounts to confirm", "", waiting, page)]


# --- Administrators -------------------------------------------------------------------------------


@hooks.work_lists.register
def people_and_record(user: User) -> list[WorkList]:
    if not user.has_perm(ADMINISTERS):
        return []
    return [
        WorkList(
            "people",
            "Accounts without a role",
            "Every active account has a role.",
            first_rows(without_role()),
            reverse("admin:editorial_user_changelist"),
        ),
        WorkList(
            "record",
            "Latest on the record",
            "Nothing is on the record yet.",
            first_rows(AuditEvent.objects.order_by("-sequence").defer("data")),
            reverse("admin:editorial_auditevent_changelist"),
        ),
    ]


def without_role() -> QuerySet[User]:
    people = User.objects.filter(is_active=True, is_superuser=False, groups=None)
    return people.order_by(F("last_login").desc(nulls_last=True), "username")
