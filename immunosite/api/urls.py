"""Addresses of the API: those of `openapi.yaml`, spelt out for each kind."""

from django.urls import URLPattern, path

from editorial.kinds import all_kinds
from immunosite.api import views
from immunosite.api.docs import docs
from immunosite.api.wire import View, public


def to(route: str, view: View, name: str, **given: object) -> URLPattern:
    return path(route, public(view), given, name=name)


def of_kind(kind: str) -> list[URLPattern]:
    page = f"pages/{kind}/<slug:slug>/"
    return [
        to(f"pages/{kind}/", views.pages, f"api-{kind}-list", kind=kind),
        to(page, views.page, f"api-{kind}", kind=kind),
        to(f"{page}history/", views.history, f"api-{kind}-history", kind=kind),
        to(f"{page}history/<int:number>/", views.edition, f"api-{kind}-edition", kind=kind),
    ]


urlpatterns = [
    to("", views.start, "api-start"),
    to("openapi.json", views.openapi, "api-openapi"),
    to("docs/", docs, "api-docs"),
    to("pages/", views.pages, "api-pages"),
    *[pattern for kind in all_kinds() for pattern in of_kind(kind.name)],
    to("glossary/", views.glossary, "api-glossary"),
    to("suggest/", views.suggestions, "api-suggest"),
    to("<path:rest>", views.unknown, "api-unknown"),
]
