from django.urls import path

from immunosite.letters import views
from immunosite.machines.sitemap import SECTIONS

urlpatterns = [
    path("ask/", views.ask, name="ask"),
    *(
        path(f"{room}/<slug:slug>/report/", views.report, {"kind": kind}, name=f"{kind}-report")
        for room, kind in SECTIONS.items()
    ),
]
