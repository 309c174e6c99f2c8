"""The site's own addresses, and some as an app of somebody else might have them."""

from django.http import HttpResponse
from django.urls import path

from immunosite.page_store import stored
from immunosite.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]


def plain(request):
    return HttpResponse(f"At {request.path}", content_type="text/plain; charset=utf-8")


def table(request):
    return HttpResponse("a,b\r\n", content_type="text/csv")


def index(request):
    links = '<p><a href="../../plain/b">b</a> <a href="?page=2">more</a> <a href="/">home</a></p>'
    return HttpResponse(f"<!doctype html><title>Ä</title>{links}{request.GET.get('page', '')}")


MORE = [
    path("plain/b", plain, name="plain-b"),
    path("plain/b/", plain, name="plain-b-folder"),
    path("plain/b/c", plain, name="plain-c"),
    path("plain/b.text-html-utf-8", table, name="table"),
    path("ärzte/über uns/", index, name="non-ascii"),
]
urlpatterns = [*stored(MORE), *urlpatterns]
