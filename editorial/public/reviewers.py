"""A reviewer's public page: drawn from their signatures, so it can say nothing unsigned."""

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from editorial.built_from import reading, signer
from editorial.models import Edition, SignOff
from editorial.proof import as_signed
from editorial.public.paging import page_of


def reviewer(request: HttpRequest, slug: str) -> HttpResponse:
    with reading(signer(slug)):
        return _show(request, slug)


def _show(request: HttpRequest, slug: str) -> HttpResponse:
    theirs = SignOff.objects.filter(signer_slug=slug)
    live = Edition.objects.live().filter(review__in=theirs.values("review"))
    rows = live.with_record()
    # By the newest signature on the page, theirs or that of whoever signed with them.
    newest = rows.annotate(signed=Max("review__sign_offs__signed_at")).order_by("-signed")[:1]
    pages = page_of(request, rows.order_by("kind", "title", "pk"))
    # One query for the signatures of them all.
    shown = as_signed([*newest, *pages])
    signatures = _by(slug, shown)
    if not signatures:
        raise Http404("No page that is public now carries this reviewer's signature.")
    pages.object_list = shown[1:]
    return render(request, "public/reviewer.html", {"signature": signatures[-1], "pages": pages})


def _by(slug: str, shown: list[Edition]) -> list[SignOff]:
    """Theirs on the first of these pages."""
    badge = shown[0].badge if shown else None
    return [each for each in badge.sign_offs if each.signer_slug == slug] if badge else []
