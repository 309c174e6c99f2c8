"""All that the page of one review shows. It reads; every change is an act of the engine."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from editorial import changes, workflow
from editorial.desk.forms import ActForm, CommentForm, PlanForm, RecallForm, RequestChangesForm
from editorial.desk.sign_off import SignOffForm
from editorial.models import Comment, Document, Edition, Review, User, Withdrawal
from editorial.public import live_editions, names_of
from editorial.snapshots import digest_of
from editorial.workflow import Act

FORMS: dict[str, type[ActForm]] = {
    form.name: form for form in (SignOffForm, RequestChangesForm, RecallForm, CommentForm, PlanForm)
}


def context_of(review: Review, user: User, bound: ActForm | None = None) -> dict[str, Any]:
    """`bound` is the form that was refused, with everything typed into it."""
    digest = digest_of(review.snapshot)
    return {
        "review": review,
        "document": review.document,
        "today": timezone.localdate(),
        "errors": bound,
        # Of the text on this page, not of the stored column: the engine compares the two.
        "shown_digest": digest,
        "altered": digest != review.digest,
        **_text(review),
        **_surroundings(review),
        **_offers(review, user, bound),
    }


def _text(review: Review) -> dict[str, Any]:
    page = review.page
    return {
        "page": page,
        "names": names_of(page.facets),
        "body_template": Document.model_of(page.kind).body_template,
        **_changes(review),
    }


def _changes(review: Review) -> dict[str, Any]:
    earlier = earlier_edition(review)
    if earlier is None:
        return {"earlier": None}
    facets = [*earlier.content["facets"].values(), *review.snapshot["facets"].values()]
    ids = {item for items in facets for item in items if isinstance(item, int)}
    names = {edition.document_id: edition.title for edition in live_editions(ids)}
    return {
        "earlier": earlier,
        "earlier_is_live": earlier.effective_until is None
        or earlier.effective_until > timezone.now(),
        "changes": changes.between(earlier.content, review.snapshot, names),
    }


def earlier_edition(review: Review) -> Edition | None:
    """What readers have, or had, before this text: the edition in force while the review is open
    (for a closed one: when it was decided); else the last one before."""
    moment = review.decided_at or timezone.now()
    editions = review.document.editions.filter(published_at__lte=moment).exclude(review=review)
    return editions.as_of(moment).first() or editions.order_by("-number").first()


def _surroundings(review: Review) -> dict[str, Any]:
    document = review.document
    remarks = list(review.comments.select_related("written_by", "resolved_by"))
    rounds = list(_other_rounds(review))
    withdrawal = Withdrawal.objects.filter(edition__document=document).first()
    return {
        "comments": remarks,
        "open_remarks": sum(remark.resolved_at is None for remark in remarks),
        "contributors": review.contributors.order_by("first_name", "last_name", "username"),
        "signatures": review.sign_offs.all(),
        "rounds": rounds,
        "newer_round": next((each for each in rounds if each.number > review.number), None),
        "withdrawal": withdrawal if document.live_edition is None else None,
        "findings": document.specific.findings() if review.is_open else [],
    }


def _other_rounds(review: Review) -> QuerySet[Review]:
    rounds = Review.objects.filter(document=review.document_id).exclude(pk=review.pk)
    remarks = Comment.objects.select_related("written_by")
    return (
        rounds.defer("snapshot")
        .select_related("submitted_by", "decided_by")
        .prefetch_related("sign_offs", Prefetch("comments", remarks))
        .order_by("-number")
    )


def _offers(review: Review, user: User, bound: ActForm | None) -> dict[str, Any]:
    """For each act: the form, or in its place the reason why there is none."""
    reasons = {
        "sign": _why_not(review, user, Act.SIGN_OFF),
        "changes": _why_not(review, user, Act.REQUEST_CHANGES),
        "recall": _why_not(review, user, Act.RECALL),
        "comment": "" if review.is_open else "closed",
        "plan": "" if review.is_open and _may_plan(user) else "closed",
    }
    forms = {
        name: bound if bound and bound.name == name else form(review=review, user=user)
        for name, form in FORMS.items()
        if not reasons[name]
    }
    return {
        "forms": forms,
        "reasons": reasons,
        "may_resolve": review.is_open and user.has_perm("editorial.review_document"),
        # The form that has no place on the page any more; its text is shown to be copied.
        "lost": bound if bound and bound.name not in forms else None,
    }


def _why_not(review: Review, user: User, act: Act) -> str:
    return workflow.why_not(user, act, review.document) if review.is_open else "closed"


def _may_plan(user: User) -> bool:
    return user.has_perm("editorial.review_document") or user.has_perm("editorial.recall_document")
