"""Corrections: what was taken back, and why. Other notices than withdrawals can join the list."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from editorial.models import Edition, Withdrawal
from editorial.public.paging import page_of
from editorial.public.views import live_editions

PER_PAGE = 24


@dataclass(frozen=True)
class Correction:
    """`edition` is for its kind alone: a withdrawn page is not named. `again` is the page that is
    live in its place now, under a newer signature."""

    label: str
    at: datetime
    reason: str
    edition: Edition
    again: Edition | None


def corrections_of(request: HttpRequest) -> Page[Correction]:
    """Newest first. Three queries."""
    found = page_of(request, _withdrawals(), PER_PAGE)
    rows = list(found.object_list)
    live = {each.document_id: each for each in live_editions(_documents(rows))}
    told = [_correction(row, live.get(row.edition.document_id)) for row in rows]
    # The pages are counted by the withdrawals.
    return Page(told, found.number, found.paginator)  # type: ignore[arg-type]


def _withdrawals() -> QuerySet[Withdrawal]:
    known = Withdrawal.objects.public().select_related("edition")
    return known.defer("edition__snapshot", "edition__summary").order_by("-withdrawn_at", "-pk")


def _documents(rows: list[Withdrawal]) -> set[int]:
    return {row.edition.document_id for row in rows}


def _correction(row: Withdrawal, again: Edition | None) -> Correction:
    return Correction("Withdrawn", row.withdrawn_at, row.reason, row.edition, again)
