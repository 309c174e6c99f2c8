"""Atom feeds (RFC 4287) by Django's syndication framework: what is live, and what was withdrawn.

Addresses begin with SITE_URL, never with the Host that a request claims; the dates are those of the
record, so the same state of the site gives the same bytes.
"""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from editorial import built_from
from editorial.built_from import EVERYTHING, reading
from editorial.kinds import Kind, kind_of
from editorial.models import Edition, Withdrawal
from editorial.public.absolute_url import absolute_url

ENTRIES = 30
# What a feed without entries says it was updated; Django would say now.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


class AtomWithReviewers(Atom1Feed):
    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else BEGINNING

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name, url in item.get("reviewers", []):
            handler.startElement("contributor", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", url)
            handler.endElement("contributor")


class SiteFeed(Feed):  # type: ignore[type-arg]
    """What all feeds share. `name` is the feed's own, unique on the site."""

    feed_type = AtomWithReviewers
    language = "en-GB"
    name: str

    def feed_url(self) -> str:
        return absolute_url(reverse(f"feed-{self.name}"))

    def feed_guid(self) -> str:
        return tag(f"feed/{self.name}")

    def author_name(self) -> str:
        return settings.SITE_NAME


class EditionFeed(SiteFeed):
    """The pages of a kind, or of all, whose live edition is newest. Two queries.

    An entry is a page: a new edition of it is the same entry, updated.
    """

    def __init__(self, name: str, kind: Kind | None = None) -> None:
        self.name, self.kind = name, kind

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        with reading(built_from.kind(self.kind.name) if self.kind else EVERYTHING):
            return super().__call__(request, *args, **kwargs)

    def title(self) -> str:
        return f"{settings.SITE_NAME}: {self.kind.list_name_in_text if self.kind else 'all pages'}"

    def subtitle(self) -> str:
        return "New and changed pages, each signed by the clinician who reviewed it."

    def link(self) -> str:
        return absolute_url(self.kind.list_url if self.kind else "/")

    def items(self) -> QuerySet[Edition]:
        live = Edition.objects.live()
        live = live.filter(kind=self.kind.name) if self.kind else live
        public = Edition.objects.ever_public().filter(document=OuterRef("document"))
        first = public.order_by("number").values("effective_from")[:1]
        dated = live.shown().annotate(first_published=Subquery(first))
        return dated.order_by("-effective_from", "-pk")[:ENTRIES]

    def item_title(self, item: Edition) -> str:
        return item.title

    def item_description(self, item: Edition) -> str:
        return escape(item.summary)  # Atom reads it as HTML

    def item_link(self, item: Edition) -> str:
        return absolute_url(item.get_absolute_url())

    def item_guid(self, item: Edition) -> str:
        return tag(f"{item.kind}/{item.document_id}")

    def item_pubdate(self, item: Edition) -> datetime:
        published: datetime = vars(item)["first_published"]
        return published

    def item_updateddate(self, item: Edition) -> datetime:
        return item.effective_from

    def item_author_name(self, item: Edition) -> str:
        return str(item.page.writer)

    def item_categories(self, item: Edition) -> list[str]:
        return [kind_of(item.kind).singular]

    def item_extra_kwargs(self, item: Edition) -> dict[str, object]:
        """The reviewers; none where the signatures do not match the text."""
        signed = item.badge.sign_offs if item.badge else ()
        return {"reviewers": [(each.printed_name, reviewer(each.signer_slug)) for each in signed]}


class WithdrawalFeed(SiteFeed):
    """Public reasons and their dates; of the page itself only its kind. One query."""

    name = "withdrawals"

    def title(self) -> str:
        return f"{settings.SITE_NAME}: withdrawn pages"

    def subtitle(self) -> str:
        return "Pages that were taken down, and why. Please do not rely on copies of them."

    def link(self) -> str:
        return absolute_url(reverse("corrections"))

    def items(self) -> QuerySet[Withdrawal]:
        with_kind = Withdrawal.objects.public().select_related("edition").defer("edition__snapshot")
        return with_kind.order_by("-withdrawn_at", "-pk")[:ENTRIES]

    def item_title(self, item: Withdrawal) -> str:
        day = written(timezone.localdate(item.withdrawn_at), "j F Y")
        return f"{kind_of(item.edition.kind).singular} withdrawn on {day}"

    def item_description(self, item: Withdrawal) -> str:
        return escape(item.reason)

    def item_link(self, item: Withdrawal) -> str:
        return self.link()

    def item_guid(self, item: Withdrawal) -> str:
        return tag(f"withdrawal/{item.pk}")

    def item_pubdate(self, item: Withdrawal) -> datetime:
        return item.withdrawn_at

    item_updateddate = item_pubdate


def reviewer(slug: str) -> str:
    return absolute_url(reverse("reviewer", args=[slug]))


def tag(name: str) -> str:
    """An id that stays when a page's address changes (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"
