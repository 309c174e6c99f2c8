"""“Your work”: what waits for this person, on the first page. One query for each list.

The lists of each role stand in `work_by_role.py`.
"""

from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from editorial import hooks
from editorial.hooks import WorkList
from editorial.models import Document, User
from editorial.rights import may_view

M = TypeVar("M", bound=Model)
SHOWN = 10
RUNNING_OUT_DAYS = 60


def change_url(kind: str, pk: int) -> str:
    meta = Document.model_of(kind)._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])


def work_of(user: User) -> list[WorkList]:
    """The lists of all parts that this person has, empty ones too."""
    if not may_view(user):
        return []
    return [each for lists in hooks.work_lists for each in lists(user)]


def first_rows(rows: QuerySet[M]) -> list[M]:
    """One more than is shown, so that the page knows whether there are more."""
    return list(rows[: SHOWN + 1])


def all_pages(query: str) -> str:
    return f"{reverse('admin:editorial_document_changelist')}?{query}"


def soon() -> date:
    return timezone.localdate() + timedelta(days=RUNNING_OUT_DAYS)
