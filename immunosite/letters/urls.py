from django.urls import path

from editorial.kinds import all_kinds
from immunosite.letters import views

urlpatterns = [
    path("ask/", views.ask, name="ask"),
    *(
        path(
            f"{kind.path}/<slug:slug>/report/",
            views.report,
            {"kind": kind.name},
            name=f"{kind.name}-report",
        )
        for kind in all_kinds()
    ),
]
