"""DocumentAdmin: what the admins of all kinds have in common.

Nothing is written but through `drafts.saving`: the form, its relations and its rows are one save.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.forms import Field, ModelChoiceField, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from js_asset import Media

from editorial.acts import drafts
from editorial.admin import lists, looking
from editorial.admin.act_views import act_urls
from editorial.admin.base import ModelAdmin
from editorial.admin.comments import answer_url
from editorial.admin.dismissing import dismiss_url
from editorial.admin.evidence import evidence_url
from editorial.admin.forms import LOADED, DraftForm
from editorial.admin.history import document_history, restored_text
from editorial.admin.inlines import DocumentInline, Rows, may_edit, model_of, vanished_rows_as_new
from editorial.admin.owners import owner_field
from editorial.admin.preview import draft_page, preview_url
from editorial.admin.seen_values import SeenRelatedFilter
from editorial.admin.standing import form_in, show_newer_rows, standing
from editorial.exceptions import Refusal
from editorial.models import Document
from editorial.rights import may_view
from editorial.text.rich_text import LEFT_OUT
from editorial.workflow import Act, has_right

if TYPE_CHECKING:
    from django.contrib.admin.options import (
        InlineModelAdmin,
        _FieldOpts,
        _FieldsetSpec,
        _ListFilterT,
    )
    from django.utils.functional import _StrPromise

    # Of whatever model: the lists of rows of one form have nothing else in common.
    Inline = type[InlineModelAdmin[Any, Any]]
# What stands above the fields; the fields, and how they stand.
Fieldset = tuple["str | _StrPromise | None", "_FieldOpts"]
# A first edition changes nothing.
FOR_READERS: Fieldset = ("This edition", {"fields": ["change_note"]})
GLOSSARY_LINKS: Fieldset = (
    "Links to the glossary",
    {"classes": ["collapse"], "fields": ["glossary_links"]},
)
PLANNING: Fieldset = (
    "Planning",
    {
        "classes": ["collapse"],
        "description": "When the page goes up and comes down (in UTC), and how it is reviewed.",
        "fields": ["publish_at", "expire_at", "review_interval_months", "risk"],
    },
)


class DocumentAdmin(lists.Columns, ModelAdmin[Document]):
    """A kind sets `fieldsets`, what is read first and the text before all others, and `inlines` and
    the like where it has rows or relations."""

    form = DraftForm
    actions = None
    list_display: tuple[str, ...] = (
        "title",
        "state_now",
        "live",
        "next_review",
        "owner",
        "updated",
    )
    list_filter: "ClassVar[tuple[_ListFilterT, ...]]" = (
        lists.StateFilter,
        lists.LiveFilter,
        lists.ReviewFilter,
        ("owner", SeenRelatedFilter),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("title", "slug", "summary")
    search_help_text = "Searches the whole text of drafts; other names and spellings count, too."
    # The model's own is dropped where rows are counted, and choices while typing then mix.
    ordering = ("title", "pk")
    list_per_page = 50
    change_form_template = "admin/document/change_form.html"
    add_form_template = "admin/document/change_form.html"

    # Who may do what: as the engine says for documents. A kind's own permissions count for nothing.

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_view(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return may_view(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_right(request.user, Act.CREATE)

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return False

    # Lists

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Document]:
        # Every kind has the manager of Document.
        rows = lists.for_list(super().get_queryset(request))  # type: ignore[arg-type]
        # Said though the model says it: by this column the database finds a kind's pages in order.
        return rows if self.model is Document else rows.filter(kind=self.opts.model_name)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Document], search_term: str
    ) -> tuple[models.QuerySet[Document], bool]:
        if (ids := looking.documents_found(search_term)) is None:
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(models.Q(pk__in=ids)), False

    # Forms

    def get_urls(self) -> list[URLPattern]:
        own = [answer_url(self), dismiss_url(self), preview_url(self), evidence_url(self)]
        return [*act_urls(self), *own, *super().get_urls()]

    def get_form(
        self,
        request: HttpRequest,
        obj: Document | None = None,
        change: bool = False,
        **kwargs: object,
    ) -> type["ModelForm[Document]"]:
        form = super().get_form(request, obj, change, **kwargs)
        if not issubclass(form, DraftForm):
            raise TypeError("The form of a document is a DraftForm.")
        # The class is made for this request alone, so what belongs to the request may stand on it.
        form.by = request.user  # type: ignore[assignment]
        form.refused = getattr(request, "refused_save", None)
        if request.method == "GET" and obj:
            form.restored = restored_text(obj, request.GET.get("restore", ""))
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> "_FieldsetSpec":
        if obj and not self.has_change_permission(request, obj):
            # The text itself is shown above, as readers would see it.
            plain = ["slug", "owner", *PLANNING[1]["fields"]]
            return [("Details", {"fields": plain})]
        first = obj is None or obj.latest_edition() is None
        own = super().get_fieldsets(request, obj)
        return [*own[:2], *([] if first else [FOR_READERS]), *own[2:], GLOSSARY_LINKS]

    def get_inlines(
        self, request: HttpRequest, obj: Document | None
    ) -> "list[Inline] | tuple[Inline, ...]":
        if obj and not self.has_change_permission(request, obj):
            return []
        return super().get_inlines(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        """A title may come with the address: of a page that readers looked for."""
        title = request.GET.get("title", "")[:200]
        return {"owner": str(request.user.pk), **({"title": title} if title else {})}

    def formfield_for_foreignkey(
        self, db_field: "models.ForeignKey[object, object]", request: HttpRequest, **kwargs: object
    ) -> "ModelChoiceField[models.Model] | None":
        if db_field.name == "owner":
            kwargs |= owner_field(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: "models.Field[object, object]", request: HttpRequest, **kwargs: object
    ) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug" and field:
            field.label = "Address"
        if isinstance(db_field, models.DateTimeField) and field:
            field.label = f"{field.label} (UTC)"
        if isinstance(db_field, models.TextField) and field:
            field.widget.attrs["rows"] = 3 if (db_field.max_length or 0) <= 1000 else 6
        # Other pages are made and changed in their own forms, not in windows over this one.
        for ability in ("add", "change", "delete", "view"):
            if field and hasattr(field.widget, f"can_{ability}_related"):
                setattr(field.widget, f"can_{ability}_related", False)
        return field

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Document, inline: DocumentInline, prefix: str
    ) -> dict[str, object]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "POST":
            vanished_rows_as_new(given["data"], prefix, inline, obj)
        return given

    # Saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (Refusal, ValidationError, IntegrityError) as refused:
            # Between the form's check and the door somebody was faster, or the door is stricter.
            # All is rolled back; the form is shown again with the text and with the reason.
            request.refused_save = _as_validation_error(refused)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Document, form: object, change: bool) -> None:
        """Nothing yet: see `save_related`."""

    def save_related(
        self, request: HttpRequest, form: DraftForm, formsets: list[Rows], change: bool
    ) -> None:
        with drafts.saving(
            form.instance,
            by=request.user,  # type: ignore[arg-type]
            draft_version=form.cleaned_data[LOADED] or 0,
            comment=_comment(form, formsets, change),
        ):
            super().save_related(request, form, formsets, change)
            self.complete(form.instance)
        for message in vars(form.instance).pop(LEFT_OUT, []):
            messages.warning(request, message[:1].upper() + message[1:])

    def complete(self, document: Document) -> None:
        """For what a kind does with the rows once they are saved, inside the same save."""

    def save_formset(self, request: HttpRequest, form: object, formset: Rows, change: bool) -> None:
        for row in formset.save(commit=False):
            drafts.clean_fields(row)
            row.full_clean()
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()

    def response_add(
        self, request: HttpRequest, obj: Document, post_url_continue: str | None = None
    ) -> HttpResponse:
        return _to_submit(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Document) -> HttpResponse:
        return _to_submit(request, obj) or super().response_change(request, obj)

    # Pages

    def render_change_form(  # noqa: PLR0913, PLR0917 - Django's own signature
        self,
        request: HttpRequest,
        context: dict[str, object],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Document | None = None,
    ) -> HttpResponse:
        # The editor's import map is a script in the page: the policy asks for this page's nonce.
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)  # type: ignore[attr-defined]
        if isinstance(original := context["original"], Document):
            stored = original.stored()
            context |= standing(request, stored)
            context["not_restored"] = context["restoring"] and not form_in(context).restored
            if not self.has_change_permission(request, original):
                context |= {"locked": True, **draft_page(stored)}
            show_newer_rows(context, stored)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        return document_history(self, request, object_id)


def _as_validation_error(refused: Exception) -> ValidationError:
    if isinstance(refused, ValidationError):
        return refused
    if isinstance(refused, Refusal):
        return ValidationError(refused.message)
    return ValidationError("Somebody saved the same at this moment. Look at it and save again.")


def _comment(form: DraftForm, formsets: list[Rows], change: bool) -> str:
    """What the history says of this save."""
    labels = [*form.changed_labels]
    labels += [
        str(model_of(each)._meta.verbose_name_plural) for each in formsets if each.has_changed()
    ]
    if not change:
        return "First version"
    return f"Changed {', '.join(labels)}" if labels else "Saved without a change"


def _to_submit(request: HttpRequest, obj: Document) -> HttpResponse | None:
    """“Save and submit” goes on to the page where the submission is confirmed."""
    if "_submit" not in request.POST:
        return None
    messages.success(request, "Saved. Look at it once more, then submit it below.")
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_act"
    address = reverse(name, args=[obj.pk, "submit"])
    return HttpResponseRedirect(f"{address}?version={obj.draft_version}")
