"""Shapes: editions as the JSON that `openapi.yaml` describes. Nothing but what readers may see."""

from datetime import UTC, datetime

from django.urls import reverse
from django.utils import timezone

from editorial.models import Edition, SignOff, Withdrawal
from editorial.proof import as_signed
from editorial.public.absolute_url import absolute_url
from editorial.public.views import ids_in, live_rows, without_unpublished

Json = dict[str, object]
TERM = (
    "pronunciation",
    "synonyms",
    "abbreviations",
    "patient_definition",
    "professional_definition",
    "ncit_code",
    "mesh_code",
)


def moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat()


def link(edition: Edition) -> Json:
    kind, slug = edition.kind, edition.slug
    return {
        "kind": kind,
        "slug": slug,
        "title": edition.title,
        "url": absolute_url(edition.get_absolute_url()),
        "api_url": absolute_url(reverse(f"api-{kind}", args=[slug])),
    }


def brief(edition: Edition) -> Json:
    """As it stands in lists."""
    return {
        **link(edition),
        "summary": edition.summary,
        "edition": edition.number,
        "effective_from": moment(edition.effective_from),
        "review": review(edition),
    }


def review(edition: Edition) -> Json | None:
    """None where text and signatures do not belong together: as on the site, no badge."""
    badge = edition.badge
    if badge is None:
        return None
    return {
        "digest": badge.digest,
        "last_reviewed": badge.last_reviewed.isoformat(),
        "next_review_due": badge.next_review_due.isoformat(),
        "overdue": badge.is_overdue,
        "sign_offs": [sign_off(each) for each in badge.sign_offs],
    }


def sign_off(signed: SignOff) -> Json:
    return {
        "name": signed.printed_name,
        "credentials": signed.credentials,
        "team": signed.team,
        "meaning": signed.meaning,
        "scope": signed.scope,
        "conflict_of_interest": signed.conflict_of_interest,
        "signed_at": moment(signed.signed_at),
        "digest": signed.digest,
    }


def whole(edition: Edition) -> Json:
    """The page itself: the signed text as it was signed, and the live pages that it names."""
    # One query for the signatures of them all.
    _, *named = as_signed([edition, *live_rows(ids_in(edition.page.facets))])
    return {
        **brief(edition),
        **signed_text(edition),
        "related": related(edition, named),
        "history_url": absolute_url(reverse(f"api-{edition.kind}-history", args=[edition.slug])),
    }


def signed_text(edition: Edition) -> Json:
    """The signed text; without the ids of pages that nobody shall know of yet."""
    content = without_unpublished(edition.snapshot)
    return {"content": content, "content_complete": content == edition.snapshot}


def related(edition: Edition, pages: list[Edition]) -> Json:
    facets = edition.page.facets
    named = {each.document_id: each for each in pages if each.badge}
    return {
        role: [link(named[item]) for item in items if item in named]
        for role, items in facets.items()
        if any(item in named for item in items)
    }


def past(edition: Edition, live: Edition) -> Json:
    """One edition in the history of the page that is live now.

    Of a text that was taken back, title and note stay closed like the text itself."""
    hidden = edition.withdrawn
    until, content = edition.effective_until, edition.snapshot
    # When the live edition ends is a plan, and plans are not public.
    ended = until if until and until <= timezone.now() else None
    withdrawal = edition.withdrawal if hidden else None
    path = reverse(f"api-{live.kind}-edition", args=[live.slug, edition.number])
    return {
        "edition": edition.number,
        "title": None if hidden else edition.title,
        "api_url": absolute_url(path),
        "effective_from": moment(edition.effective_from),
        "effective_until": ended and moment(ended),
        "writer": content["writer"],
        "change_note": None if hidden else content.get("change_note", ""),
        "reaffirms": edition.review.reaffirms,
        "withdrawal": withdrawal and notice(withdrawal),
        "review": review(edition),
    }


def notice(withdrawal: Withdrawal) -> Json:
    return {"reason": withdrawal.reason, "withdrawn_at": moment(withdrawal.withdrawn_at)}


def term(edition: Edition) -> Json:
    page = edition.page
    return {**brief(edition), "term": {name: getattr(page, name) for name in TERM}}
