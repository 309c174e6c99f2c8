"""Lists of documents: what their columns say, and by what they are filtered."""

from datetime import date, datetime
from typing import Protocol

from django.contrib import admin
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from editorial.admin.work import RUNNING_OUT_DAYS, soon
from editorial.models import Document, Edition, State
from editorial.models.document import DocumentQuerySet


def for_list(documents: DocumentQuerySet) -> QuerySet[Document]:
    """The documents with all that a row shows, so that no row asks again."""
    live = Edition.objects.live().filter(document=OuterRef("pk")).order_by()
    waiting = Edition.objects.scheduled().filter(document=OuterRef("pk")).order_by("-number")
    with_live = documents.with_live_edition().select_related("owner")
    return with_live.annotate(
        live_since=Subquery(live.values("effective_from")[:1]),
        scheduled_from=Subquery(waiting.values("effective_from")[:1]),
    )


def moment(value: datetime) -> str:
    return f"{date_format(timezone.localtime(value), 'j M Y, H:i')} UTC"


def short_day(value: date) -> str:
    return date_format(value, "j M Y")


def word_of(state: str, live: bool, waiting: bool) -> str:
    """How a document stands, for a person: a signed text is not public before its time or after."""
    if state != State.PUBLISHED or live:
        return str(State(state).label)
    return "Scheduled" if waiting else "Taken down"


class ListedDocument(Protocol):
    """A row of `for_list`. Days are of the live edition, and None where there is none."""

    state: str
    updated_at: datetime
    live_number: int | None
    live_since: datetime
    live_review_due: date | None
    scheduled_from: datetime | None


class Columns:
    """Mixin of a ModelAdmin whose queryset is `for_list`."""

    @admin.display(description="state", ordering="state")
    def state_now(self, document: ListedDocument) -> SafeString:
        live, waiting = bool(document.live_number), bool(document.scheduled_from)
        label = word_of(document.state, live, waiting)
        return format_html('<span class="state state-{}">{}</span>', document.state, label)

    @admin.display(description="live edition", ordering=F("live_since").desc(nulls_last=True))
    def live(self, document: ListedDocument) -> SafeString:
        parts = [SafeString("not public")]
        if document.live_number:
            text = "edition {}, <span class='nowrap'>since {}</span>"
            parts = [format_html(text, document.live_number, short_day(document.live_since))]
        if document.scheduled_from:
            parts.append(format_html("next from {}", moment(document.scheduled_from)))
        return format_html("{}" + "; {}" * (len(parts) - 1), *parts)

    @admin.display(description="next review", ordering=F("live_review_due").asc(nulls_last=True))
    def next_review(self, document: ListedDocument) -> SafeString:
        due = document.live_review_due
        if due is None:
            return SafeString("–")
        late = (timezone.localdate() - due).days
        if late <= 0:
            return format_html('<span class="nowrap">{}</span>', short_day(due))
        days = "1 day" if late == 1 else f"{late} days"
        return format_html(
            '<strong class="overdue">overdue by {}</strong> ({})', days, short_day(due)
        )

    @admin.display(description="updated", ordering="updated_at")
    def updated(self, document: ListedDocument) -> str:
        return short_day(document.updated_at)


class StateFilter(admin.SimpleListFilter):
    """Without a choice, all but what was discarded."""

    title = "state"
    parameter_name = "state__exact"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return list(State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        if self.value() in State.values:
            return queryset.filter(state=self.value())
        return queryset.exclude(state=State.DISCARDED)


class LiveFilter(admin.SimpleListFilter):
    title = "public"
    parameter_name = "live"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("yes", "Public now"), ("scheduled", "Scheduled"), ("no", "Not public")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        conditions = {
            "yes": Q(live_number__isnull=False),
            "scheduled": Q(scheduled_from__isnull=False),
            "no": Q(live_number__isnull=True),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))


class ReviewFilter(admin.SimpleListFilter):
    title = "next review"
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [
            ("overdue", "Overdue"),
            ("soon", f"Overdue, or due within {RUNNING_OUT_DAYS} days"),
            ("later", "Due later"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        conditions = {
            "overdue": Q(live_review_due__lt=timezone.localdate()),
            "soon": Q(live_review_due__lte=soon()),
            "later": Q(live_review_due__gt=soon()),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))
