"""The home page: live editions only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.kind_names import ARTICLE, CONDITION, THERAPY
from editorial.built_from import kind, reading
from editorial.models import Edition
from editorial.proof import as_signed
from editorial.public.links import of_kind

NEWEST = 6
LISTED = 24


@reading(kind(ARTICLE), kind(THERAPY), kind(CONDITION))
def home(request: HttpRequest) -> HttpResponse:
    live = Edition.objects.live().with_record()
    # One query for the signatures of them all.
    shown = as_signed(
        [
            *live.filter(kind=ARTICLE).order_by("-effective_from", "-pk")[:NEWEST],
            *live.filter(kind=THERAPY)[:LISTED],
            *live.filter(kind=CONDITION)[:LISTED],
        ]
    )
    newest, proven = of_kind(shown, ARTICLE), [each for each in shown if each.badge]
    context = {
        "newest": newest,
        # A real signature, to show what one looks like.
        "example": next(iter(of_kind(proven, ARTICLE)), None),
        "therapies": of_kind(proven, THERAPY),
        "conditions": of_kind(proven, CONDITION),
    }
    return render(request, "home.html", context)
