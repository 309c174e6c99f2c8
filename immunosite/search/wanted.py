"""The list of searches without a page, on the first page of the admin."""

from django.urls import reverse

from editorial.admin.work import first_rows
from editorial.hooks import WorkList
from editorial.models import User
from editorial.rights import is_editor
from immunosite.search.models import MissedSearch


def wanted(user: User) -> list[WorkList]:
    """What readers looked for, for whoever can do something about it."""
    if not is_editor(user):
        return []
    return [
        WorkList(
            "wanted",
            "Looked for and not found",
            "No search of readers was in vain.",
            first_rows(MissedSearch.objects.readable()),
            reverse("admin:search_missedsearch_changelist"),
        )
    ]
