"""The history of a live page: every edition that was ever in force, as it was signed.

A withdrawal takes back the withdrawn edition and all before it: what was wrong in the one mostly
stands in the others, and nobody has signed those since. Of such an edition the history still says
when it was in force, who signed it and why it was withdrawn; its text is not shown again.
"""

from collections.abc import Callable, Mapping
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from editorial import changes
from editorial.built_from import document, reading
from editorial.digests import canonical
from editorial.kinds import kind_of
from editorial.models import Edition, Withdrawal
from editorial.models.edition import EditionQuerySet
from editorial.proof import as_signed, is_text
from editorial.public import addresses
from editorial.public.memento import as_memento
from editorial.public.page import Page
from editorial.public.paging import page_of
from editorial.public.passage_links import links_to_passages
from editorial.public.views import (
    ids_in,
    live_rows,
    show_notice,
    with_notices,
    without_unpublished,
)
from editorial.snapshot import Snapshot

# Each of them holds a whole text, from which its badge is computed.
PER_PAGE = 12


def of_live_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view is given the live edition. Where the page moved or is gone, it is not called."""

    @wraps(view)
    def answer(request: HttpRequest, kind: str, slug: str, **given: int) -> HttpResponse:
        try:
            # By the live page, so that the history of a withdrawn one is as closed as the page.
            live = addresses.find(kind, slug)
        except addresses.Moved as moved:
            here = request.resolver_match.view_name if request.resolver_match else ""
            to = reverse(here, kwargs={"slug": moved.edition.slug, **given})
            return HttpResponsePermanentRedirect(to)
        except addresses.Gone as gone:
            return show_notice(request, gone)
        # Of other pages, what asks for their names notes them.
        with reading(document(live.document_id)):
            return view(request, live, **given)

    return answer


@of_live_page
def show_history(request: HttpRequest, live: Edition) -> HttpResponse:
    """Every edition that is or was in force, newest first."""
    pages = page_of(request, _editions_of(live).order_by("-number"), PER_PAGE)
    pages.object_list = as_signed(pages)
    with_notices(pages)
    for each in pages:
        vars(each)["past"] = each.pk != live.pk
    return render(request, "public/history.html", {"edition": live, "pages": pages})


@of_live_page
def show_edition(request: HttpRequest, live: Edition, number: int) -> HttpResponse:
    """An edition as it was signed, and what the next one changed in it. Raises Http404."""
    rows = list(_editions_of(live).filter(number__gte=number).order_by("number")[:2])
    if not rows or rows[0].number != number or not all(map(is_text, rows)):
        raise Http404("There is no such edition.")
    edition, following = rows[0], rows[1] if len(rows) > 1 else None
    if edition.withdrawn:
        return _show_taken_back(request, live, edition)
    context = {"live": live, "edition": edition, "next": following, **_text(edition, following)}
    return as_memento(render(request, "public/edition.html", context), edition, live)


@of_live_page
def show_signed_text(request: HttpRequest, live: Edition, number: int) -> HttpResponse:
    """The bytes whose SHA-256 was signed, for whoever wants to compute it again. Not before all
    pages that they name have been public: an id left out would be another text."""
    edition = readable_edition(request, live, number)
    if isinstance(edition, HttpResponse):
        return edition
    return HttpResponse(canonical(edition.snapshot), content_type="application/json")


def readable_edition(request: HttpRequest, live: Edition, number: int) -> Edition | HttpResponse:
    """An edition whose bytes may be shown, or the page that says why not. Raises Http404."""
    edition = _editions_of(live).filter(number=number).first()
    if edition is None:
        raise Http404("There is no such edition.")
    if edition.withdrawn:
        return _show_taken_back(request, live, edition)
    # With an id left out the bytes would have another digest than the one that was signed.
    if without_unpublished(edition.snapshot) != edition.snapshot:
        return render(request, "public/bytes_withheld.html", {"live": live}, status=404)
    return edition


def _editions_of(live: Edition) -> EditionQuerySet:
    public = Edition.objects.ever_public().filter(document=live.document_id)
    return public.with_record()


def _show_taken_back(request: HttpRequest, live: Edition, edition: Edition) -> HttpResponse:
    withdrawal = Withdrawal.objects.covering(edition).first()
    context = {"live": live, "edition": edition, "withdrawal": withdrawal}
    return render(request, "public/edition_withdrawn.html", context, status=410)


def _text(edition: Edition, following: Edition | None) -> dict[str, object]:
    page: Page = edition.page
    shown = [edition, following] if following else [edition]
    named = live_rows(set().union(*(ids_in(each.page.facets) for each in shown)))
    # One query for the signatures of them all.
    pages = as_signed([*shown, *named])[len(shown) :]
    linked = {each.document_id: each for each in pages if each.badge}
    return {
        "page": page,
        "marks": links_to_passages(edition.snapshot, "../passages/"),
        "linked_pages": linked,
        "body_template": kind_of(page.kind).template,
        # Tells the body of the page that it may carry the signature, and that it is an old one.
        "signed_edition": edition,
        "past": following is not None,
        "badge": edition.badge,
        "changes": _difference(edition, following, linked) if following else None,
    }


def _difference(
    edition: Edition, following: Edition, linked: Mapping[int, Edition]
) -> changes.Changes:
    titles = {document: named.title for document, named in linked.items()}
    old, new = (_shown(each, titles) for each in (edition, following))
    return changes.between(old, new, titles)


def _shown(edition: Edition, titles: Mapping[int, str]) -> Snapshot:
    # The note on what changed stands above the difference, as it was signed.
    return {**_naming_only(edition.snapshot, titles), "change_note": ""}


def _naming_only(snapshot: Snapshot, titles: Mapping[int, str]) -> Snapshot:
    """The snapshot without the documents that are not public: nobody shall hear that they exist."""
    facets = {
        role: [item for item in items if not isinstance(item, int) or item in titles]
        for role, items in snapshot["facets"].items()
    }
    return {**snapshot, "facets": facets}
