"""The home page: live editions only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.kinds import ARTICLE, CONDITION, THERAPY
from editorial.models import Edition

NEWEST = 6


def home(request: HttpRequest) -> HttpResponse:
    live = Edition.objects.live().for_list()
    context = {
        "newest": live.filter(kind=ARTICLE).order_by("-effective_from", "pk")[:NEWEST],
        "therapies": live.filter(kind=THERAPY)[:24],
        "conditions": live.filter(kind=CONDITION)[:24],
    }
    return render(request, "home.html", context)
