"""A reviewer's public page: drawn from their signatures, so it can say nothing unsigned."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from editorial.models import Edition, SignOff
from editorial.paging import page_of
from editorial.public import with_badges


def reviewer(request: HttpRequest, slug: str) -> HttpResponse:
    live = Edition.objects.live().filter(review__sign_offs__signer_slug=slug)
    latest = (
        SignOff.objects.filter(signer_slug=slug, review__edition__in=live.values("pk"))
        .order_by("-signed_at")
        .first()
    )
    if latest is None:
        raise Http404("No page that is public now carries this reviewer's signature.")
    pages = page_of(request, with_badges(live).order_by("kind", "title", "pk"))
    return render(request, "public/reviewer.html", {"signature": latest, "pages": pages})
