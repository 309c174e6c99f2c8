"""The home page: live editions only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.kind_names import ARTICLE, CONDITION, THERAPY
from editorial.models import Edition
from editorial.public.views import with_badges

NEWEST = 6
LISTED = 24


def home(request: HttpRequest) -> HttpResponse:
    live = Edition.objects.live()
    articles = with_badges(live.filter(kind=ARTICLE)).order_by("-effective_from", "-pk")
    newest = list(articles[:NEWEST])
    context = {
        "newest": newest,
        # A real signature, to show what one looks like.
        "example": next((edition for edition in newest if edition.badge), None),
        "therapies": live.filter(kind=THERAPY).for_list()[:LISTED],
        "conditions": live.filter(kind=CONDITION).for_list()[:LISTED],
    }
    return render(request, "home.html", context)
