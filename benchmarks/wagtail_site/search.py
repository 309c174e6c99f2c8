"""The search view of Wagtail's project template."""

from django.core.paginator import Paginator
from django.shortcuts import render
from wagtail.models import Page


def search(request):
    typed = request.GET.get("q", "")
    found = Page.objects.live().search(typed) if typed else Page.objects.none()
    pages = Paginator(found, 10).get_page(request.GET.get("page"))
    pages.object_list = [each.specific for each in pages.object_list]
    context = {"typed": typed, "pages": pages}
    return render(request, "wagtail_site/search.html", context)
