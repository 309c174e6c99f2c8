"""All that the page of one review shows. It reads; every change is an act of the engine."""

from collections.abc import Mapping

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from editorial import workflow
from editorial.act_forms.base import ActForm
from editorial.act_forms.documents import RecallForm
from editorial.act_forms.reviews import CommentForm, PlanForm, RequestChangesForm
from editorial.act_forms.signing import SignOffForm
from editorial.desk.passages import passages_shown
from editorial.desk.queue import signable
from editorial.desk.since import LIVE, ROUND, WHOLE, Earlier, compare, earlier_texts, offered
from editorial.desk.text_marks import text_marks
from editorial.desk.threads import Threads
from editorial.digests import digest_of
from editorial.kinds import kind_of
from editorial.models import Comment, Review, User, Withdrawal
from editorial.panel import panel_of
from editorial.plan import plan_of
from editorial.public.views import linked_pages
from editorial.rights import is_reviewer
from editorial.workflow import Act

FORMS: dict[str, type[ActForm]] = {
    form.name: form for form in (SignOffForm, RequestChangesForm, RecallForm, CommentForm, PlanForm)
}


def context_of(
    review: Review, user: User, bound: ActForm | None = None, since: str = ""
) -> dict[str, object]:
    """`bound` is the form that was refused, with everything typed into it; `since` names the text
    to compare with (`since.ROUND`, …)."""
    digest = digest_of(review.snapshot)
    rounds = list(_other_rounds(review))
    threads = Threads(review, user, bound)
    passages = passages_shown(review, bound)
    reasons = _reasons(review, user)
    return {
        "review": review,
        "document": review.document,
        "today": timezone.localdate(),
        "errors": bound,
        # Of the text on this page, not of the stored column: the engine compares the two.
        "shown_digest": digest,
        "altered": digest != review.digest,
        "plan": plan_of(review, timezone.now()) if review.is_open else None,
        **_text(review),
        "passages": passages,
        "marks": text_marks(review, passages, asks_ticks=not reasons[SignOffForm.name]),
        **_changes(review, rounds, user, since),
        **_surroundings(review, rounds),
        **_threads(threads),
        **_offers(review, user, bound, threads, reasons),
        **_what_next(review, user),
    }


def _text(review: Review) -> dict[str, object]:
    page = review.page
    return {
        "page": page,
        "linked_pages": linked_pages(page.facets),
        "body_template": kind_of(page.kind).template,
    }


def _changes(review: Review, rounds: list[Review], user: User, since: str) -> dict[str, object]:
    texts = earlier_texts(review, rounds, user)
    views = offered(texts)
    chosen = WHOLE if since == WHOLE else since if since in texts else next(iter(texts), WHOLE)
    shown = compare(texts[chosen], review) if chosen != WHOLE else None
    last = texts.get(ROUND)
    since_round = shown if shown and last and _same(shown.earlier, last) else None
    return {
        "views": views,
        "shown": shown,
        "since": chosen,
        "previous_round": last and last.source,
        # For the signature: what became of the text since somebody last looked at it.
        "since_round": since_round or (last and compare(last, review)),
        "earlier": texts.get(LIVE),
    }


def _same(one: Earlier, other: Earlier) -> bool:
    return bool(one.source.digest == other.source.digest)


def _surroundings(review: Review, rounds: list[Review]) -> dict[str, object]:
    document = review.document
    withdrawal = Withdrawal.objects.filter(edition__document=document).first()
    return {
        "contributors": review.contributors.order_by("first_name", "last_name", "username"),
        "signatures": review.sign_offs.all(),
        "rounds": rounds,
        "newer_round": next((each for each in rounds if each.number > review.number), None),
        "withdrawal": withdrawal if document.live_edition() is None else None,
        # The draft is locked while a round is open, so it is the text under review.
        "panel": panel_of(document) if review.is_open else None,
    }


def _threads(threads: Threads) -> dict[str, object]:
    open_ones = threads.open
    return {
        "threads": threads.all,
        "open_threads": open_ones,
        "open_remarks": len(open_ones),
        "earlier_remarks": sum(each.is_of_earlier_round for each in open_ones),
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


def _what_next(review: Review, user: User) -> dict[str, object]:
    """After an act: the next text of the queue that this person may sign."""
    is_over = not review.is_open or review.sign_offs.filter(signer=user).exists()
    if not is_over or not is_reviewer(user):
        return {"leads_on": False}
    return {"leads_on": True, "next_review": signable(user).exclude(pk=review.pk).first()}


def _reasons(review: Review, user: User) -> dict[str, str]:
    """For each act, why there is no form."""
    # Of a closed round the page says that it is closed, once.
    return {
        name: workflow.why_not(user, form.act, review) if review.is_open else "closed"
        for name, form in FORMS.items()
    }


def _offers(
    review: Review,
    user: User,
    bound: ActForm | None,
    threads: Threads,
    reasons: Mapping[str, str],
) -> dict[str, object]:
    """For each act: the form, or in its place the reason why there is none."""
    forms = {
        name: bound if bound and bound.name == name else form(subject=review, user=user)
        for name, form in FORMS.items()
        if not reasons[name]
    }
    return {
        "forms": forms,
        "reasons": reasons,
        "may_take": workflow.can(user, Act.TAKE, review),
        "may_give_back": workflow.can(user, Act.GIVE_BACK, review),
        # The form that has no place on the page any more; its text is shown to be copied.
        "lost": bound if bound and bound.name not in {*forms, *threads.form_names} else None,
    }
