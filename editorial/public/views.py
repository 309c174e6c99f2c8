"""The reading path: from an address to the page of the edition in force.

Public pages read editions only. No cookies, no session, no `Vary` but on Accept-Encoding.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Case, Q, Subquery, Value, When, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from editorial.built_from import EVERYTHING, document, naming, reading
from editorial.models import Edition
from editorial.models.edition import EditionQuerySet
from editorial.prepared import Prepared
from editorial.proof import as_signed
from editorial.public import addresses
from editorial.public.memento import leads_to_other_times
from editorial.public.passage_links import links_to_passages
from editorial.snapshot import Facets, Snapshot

# Of the pages that name another one of a kind, at most so many are listed, the newest.
LISTED = 12
# Subqueries of the ids of live editions that a page lists because they name it.
Backlinks = Callable[[Edition], list[object]]


@dataclass(frozen=True)
class NamedBy:
    """The pages of each kind that name this one in a role; one more of each than are listed, so
    that the page knows whether there are more. The cost does not grow with their number."""

    role: str
    kinds: tuple[str, ...]

    def __call__(self, edition: Edition) -> list[object]:
        named = {"facets__document": edition.document_id, "facets__role": self.role}
        newest = Edition.objects.live().filter(**named).order_by("-facets__edition_id")
        return [newest.filter(kind=kind).values("pk")[: LISTED + 1] for kind in self.kinds]


def backlinks_from(role: str, *kinds: str) -> Backlinks:
    return NamedBy(role, kinds)


def show(
    request: HttpRequest, kind: str, slug: str, template: str, *, backlinks: Backlinks | None = None
) -> HttpResponse:
    """The live page at an address; a redirect where it moved; 410 with the notice where it is
    withdrawn. Raises Http404. The template gets the live pages that name this one: `backlinks`."""
    try:
        found = addresses.find(kind, slug)
    except addresses.Moved as moved:
        return HttpResponsePermanentRedirect(moved.edition.get_absolute_url())
    except addresses.Gone as gone:
        return show_notice(request, gone)
    with reading(*_sources(found, backlinks)):
        around = _neighbours(found, backlinks)
    # One query for the signatures of them all.
    edition, *pages = as_signed([found, *around])
    page = edition.page
    context = {
        "edition": edition,
        # Tells the body of the page that it may carry the signature; a review shows it without.
        "signed_edition": edition,
        "page": page,
        "marks": links_to_passages(edition.snapshot, "history/passages/"),
        "badge": edition.badge,
        "history_url": reverse(f"{kind}-history", args=[slug]),
        **_around(edition, pages),
    }
    return leads_to_other_times(render(request, template, context), edition)


def _sources(edition: Edition, backlinks: Backlinks | None) -> Iterator[str]:
    """What it says of other pages; those that it names may not be public yet."""
    yield from map(document, ids_in(edition.snapshot["facets"]))
    yield naming(edition.document_id) if isinstance(backlinks, NamedBy | None) else EVERYTHING


def _neighbours(edition: Edition, backlinks: Backlinks | None) -> list[Edition]:
    """The live pages that this one names and those that name it; itself with them, because it
    brings along when it was first published.

    One query, because a page has few to spend."""
    named, own, now = ids_in(edition.snapshot["facets"]), edition.document_id, timezone.now()
    if backlinks:
        return list(_rows_around([*named, own], own, now, backlinks(edition)))
    return _named_by([*named, own], own, now)


def _rows_around(
    documents: list[int], own: int, now: datetime, backlinks: Sequence[object] = ()
) -> EditionQuerySet:
    names_it = reduce(or_, (Q(pk__in=ids) for ids in backlinks), Q(pk__in=[]))
    rows = Edition.objects.live(now).filter(Q(document__in=documents) | names_it)
    public = Edition.objects.ever_public(now).filter(document=own)
    first = public.order_by("number").values("effective_from")[:1]
    marked = rows.annotate(
        first_published=Subquery(first),
        names_it=Case(When(names_it, then=Value(True)), default=Value(False)),
    )
    return marked.with_record()


_named_by = Prepared(Edition, _rows_around)


def _around(edition: Edition, pages: list[Edition]) -> dict[str, object]:
    """Of the neighbours, those with a badge of their own: their names stand beside this one's."""
    named = ids_in(edition.page.facets)
    proven = [each for each in pages if each.pk != edition.pk and each.badge]
    dates = [vars(each)["first_published"] for each in pages]
    return {
        "linked_pages": {each.document_id: each for each in proven if each.document_id in named},
        "backlinks": [each for each in proven if vars(each)["names_it"]],
        "first_published": dates[0] if dates else edition.effective_from,
    }


def show_notice(request: HttpRequest, gone: addresses.Gone) -> HttpResponse:
    """The public reason and its date; nothing of the page itself, not even its title."""
    context = {"withdrawal": gone.withdrawal, "edition": gone.edition, "again": gone.again}
    return render(request, "public/gone.html", context, status=410)


def ids_in(facets: Facets) -> set[int]:
    return {item for items in facets.values() for item in items if isinstance(item, int)}


def linked_pages(facets: Facets) -> dict[int, Edition]:
    """The live edition of each document that the facets name. What is not live is left out."""
    return {edition.document_id: edition for edition in live_editions(ids_in(facets))}


def without_unpublished(snapshot: Snapshot) -> Snapshot:
    """The text for others' machines: without the ids of documents that never were public.

    Equal to the signed text where it names none. See docs/adr/0019-ids-of-drafts.md.
    """
    named = ids_in(snapshot["facets"])
    known: set[int] = set()
    if named:
        public = Edition.objects.ever_public().filter(document__in=named)
        with reading(*map(document, named)):
            known = set(public.values_list("document", flat=True))
    # Only for what leaves the site: shown pages follow each id to its live edition, and name no
    # other.
    facets = {
        role: [item for item in items if not isinstance(item, int) or item in known]
        for role, items in snapshot["facets"].items()
    }
    return {**snapshot, "facets": facets}


def live_rows(document_ids: Iterable[int]) -> list[Edition]:
    """To be shown when `as_signed` has seen them, together with others. One query, or none."""
    ids = list(document_ids)
    with reading(*map(document, ids)):
        return list(Edition.objects.live().filter(document__in=ids).with_record())


def live_editions(document_ids: Iterable[int]) -> list[Edition]:
    """With a badge each: their names stand beside that of another. Two queries, or none."""
    ids = list(document_ids)
    with reading(*map(document, ids)):
        return list(Edition.objects.live().filter(document__in=ids).proven()) if ids else []


def with_notices(editions: Iterable[Edition]) -> None:
    """Those that were withdrawn get the notices of it. One query, or none."""
    withdrawn = [each for each in editions if each.withdrawn]
    with reading(*(document(each.document_id) for each in withdrawn)):
        prefetch_related_objects(withdrawn, "withdrawals")
