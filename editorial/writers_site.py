"""The writers' site: Django's admin with our name, entrance and first page."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from editorial.models import Document
from editorial.text import clean_text


def may_enter(user: Any) -> bool:
    """A role opens the door. The staff flag alone shows an empty house, as it always did."""
    return user.is_active and (user.is_staff or user.has_perm("editorial.view_document"))


class WritersLoginForm(AuthenticationForm):
    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        super().confirm_login_allowed(user)
        if not may_enter(user):
            raise ValidationError(
                "This account has no part in writing or review yet. Ask an administrator for one."
            )


class Autocomplete(AutocompleteJsonView):
    """Choices while typing: of what cannot be typed nothing is asked; pages tell their kind."""

    def process_request(self, request: HttpRequest) -> Any:
        term, *rest = super().process_request(request)
        return clean_text(term), *rest

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        if type(obj) is Document:
            result["text"] += f" ({obj.kind_name})"
        return result


class WritersSite(admin.AdminSite):
    site_header = "ImmunoSite: writing and review"
    site_title = "ImmunoSite"
    index_title = "Your work"
    login_form = WritersLoginForm
    index_template = "admin/work_index.html"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return not isinstance(user, AnonymousUser) and may_enter(user)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # The work lists are part of the admin, which is loaded after this site.
        from editorial.admin.work import work_of  # noqa: PLC0415

        return super().index(request, {"work": work_of(request.user), **(extra_context or {})})  # type: ignore[arg-type]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Autocomplete.as_view(admin_site=self)(request)
