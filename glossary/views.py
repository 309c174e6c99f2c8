"""Public pages of the glossary. They read editions, never drafts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from editorial.models import Edition
from editorial.public import show, show_history
from glossary.pages import GlossaryPage

ENTRY = "glossaryentry"


def entry_list(request: HttpRequest) -> HttpResponse:
    entries = Edition.objects.live().filter(kind=ENTRY).for_list()
    return render(request, "glossary/entry_list.html", {"entries": entries})


def entry(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, ENTRY, slug, "glossary/entry_page.html", _no_more)


def entry_history(request: HttpRequest, slug: str) -> HttpResponse:
    return show_history(request, ENTRY, slug)


def _no_more(edition: Edition, page: GlossaryPage) -> dict[str, Any]:
    return {}
