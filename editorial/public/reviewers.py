"""A reviewer's public page: drawn from their signatures, so it can say nothing unsigned."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from editorial.models import Edition, SignOff
from editorial.public.paging import page_of
from editorial.public.views import with_badges


def reviewer(request: HttpRequest, slug: str) -> HttpResponse:
    theirs = SignOff.objects.filter(signer_slug=slug)
    live = Edition.objects.live()
    signed = Exists(live.filter(review=OuterRef("review")))
    latest = theirs.filter(signed).order_by("-signed_at").first()
    if latest is None:
        raise Http404("No page that is public now carries this reviewer's signature.")
    pages = live.filter(review__in=theirs.values("review")).order_by("kind", "title", "pk")
    return render(
        request,
        "public/reviewer.html",
        {"signature": latest, "pages": page_of(request, with_badges(pages))},
    )
