"""Wagtail's pages, and the search view of its project template."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls

from benchmarks.wagtail_site.search import search

urlpatterns = [
    path("admin/", include(admin_urls)),
    path("search/", search, name="search"),
    path("", include(wagtail_urls)),
]
