from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from editorial.models import Edition
from editorial.public.paging import page_of
from editorial.public.views import show

KIND = "trial"


def trial(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, KIND, slug, "fifth_kind/trial_page.html")


def trial_list(request: HttpRequest) -> HttpResponse:
    editions = Edition.objects.live().filter(kind=KIND).shown()
    return render(request, "fifth_kind/trial_list.html", {"pages": page_of(request, editions)})


urlpatterns = [
    path("clinical-trials/", trial_list, name="trial-list"),
    path("clinical-trials/<slug:slug>/", trial, name="trial"),
]
