"""Every address of the site: the public ones, which answer from the page store, and the others."""

from django.contrib import admin
from django.urls import include, path

from editorial.public.reviewers import reviewer
from editorial.public.urls import kind_urls
from immunosite.home import home
from immunosite.page_store import stored

public = [
    path("", home, name="home"),
    *kind_urls(),
    path("", include("immunosite.about.urls")),
    path("search/", include("immunosite.search.urls")),
    path("", include("immunosite.letters.urls")),
    path("reviewers/<slug:slug>/", reviewer, name="reviewer"),
    path("", include("immunosite.machines.urls")),
]

urlpatterns = [
    *stored(public),
    path("api/v1/", include("immunosite.api.urls")),
    path("review/", include("editorial.desk.urls")),
    path("accounts/", include("editorial.people.urls")),
    path("admin/", admin.site.urls),
    path("", include("immunosite.health")),
]
handler500 = "immunosite.returned.views.server_error"
