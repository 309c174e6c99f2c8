"""The writers' site: Django's admin with our name, entrance and first page."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone

from editorial.acts.clock import confirmable_by
from editorial.admin.pasting import incoming_html
from editorial.login import may_enter, turned_away
from editorial.models import Document
from editorial.models.document import DocumentQuerySet
from editorial.people.views import SignOut, to_own_password
from editorial.record.audit import clock_ahead, fault_of

View = Callable[..., HttpResponseBase]


class Autocomplete(AutocompleteJsonView):
    """Choices while typing; pages of several kinds tell which they are."""

    def get_queryset(self) -> QuerySet[Model]:
        found = super().get_queryset()
        # What was discarded is nobody's choice.
        return found.without_discarded() if isinstance(found, DocumentQuerySet) else found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        if type(obj) is Document:
            result["text"] += f" ({obj.kind_name})"
        return result


def _values(request: HttpRequest) -> list[str]:
    return [str(value) for _, values in request.GET.lists() for value in values]


class WritersSite(admin.AdminSite):
    site_header = "ImmunoSite: writing and review"
    site_title = "ImmunoSite"
    index_title = "Your work"
    index_template = "admin/work_index.html"
    empty_value_display = "–"
    # Lists and forms need the width; the rooms are named in the header.
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return may_enter(request.user)

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        """What no database can be asked for is a page that is not there, not a fault."""

        @wraps(view)
        def or_not_found(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if "\x00" in request.path or any("\x00" in each for each in _values(request)):
                raise Http404("There is no page with such an address.")
            try:
                return view(request, *args, **kwargs)
            except OverflowError as error:  # SQLite, of a number beyond 64 bits
                raise Http404("There is no page with this number.") from error

        inner = super().admin_view(or_not_found, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not self.has_permission(request):
                return turned_away(request, request.get_full_path())
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """Admin and desk have one door; old bookmarks lead to it."""
        query = request.GET.urlencode()
        return HttpResponseRedirect(f"{reverse('account_login')}{'?' if query else ''}{query}")

    def logout(self, request: HttpRequest, extra_context: object = None) -> HttpResponseBase:  # type: ignore[override]
        answer: HttpResponseBase = SignOut.as_view()(request)
        return answer

    def password_change(  # type: ignore[override]  # it redirects
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        return to_own_password(request)

    def password_change_done(  # type: ignore[override]
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        return to_own_password(request)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from editorial.admin.clock import clock  # noqa: PLC0415 - it needs this site

        return [
            path("incoming/", incoming_html, name="incoming"),
            path("clock/", self.admin_view(clock), name="clock"),
            *super().get_urls(),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[object]:
        apps = super().get_app_list(request, app_label)
        for entry in (model for app in apps for model in app["models"]):
            if entry["model"] is Document:
                entry["name"] = "All pages"
        return apps

    def index(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> TemplateResponse:
        # The work lists are part of the admin, which is loaded after this site.
        from editorial.admin.work import work_of  # noqa: PLC0415

        ahead = clock_ahead()
        work = work_of(request.user)  # type: ignore[arg-type]
        context = {
            "work": work,
            "today": timezone.localdate(),
            "clock_fault": fault_of(ahead) if ahead else "",
            "clock_proposals": confirmable_by(ahead, request.user) if ahead else [],  # type: ignore[arg-type]
            **(extra_context or {}),
        }
        return super().index(request, context)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Autocomplete.as_view(admin_site=self)(request)  # type: ignore[return-value]
