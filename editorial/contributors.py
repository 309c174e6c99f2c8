"""Contributors: whoever made a revision of a document since its last edition, and its owner.

Rows that documents share, such as a source in the library, count too, from the moment the document
is there: to change the words of a citation is to change the page.
"""

from itertools import groupby

from django.db.models import QuerySet
from reversion.models import Version

from editorial.models import Document, User


def contributors(stored: Document) -> QuerySet[User]:
    """`stored` is of its own kind, because revisions are kept under that."""
    # From the history and not from a column of authors: a save cannot leave it out, and nobody can
    # edit it.
    own = Version.objects.get_for_object(stored).order_by("revision_id")
    last = stored.editions.select_related("review").order_by("-number").first()
    if last:
        own = own.filter(revision_id__gt=last.review.revision_id)
        since = last.review.revision_id
    else:
        # Before the document was there, a source that it cites is nobody’s work on it.
        since = own.values_list("revision_id", flat=True).first() or 0
    people = User.objects.filter(pk__in=own.order_by().values("revision__user"))
    for versions in _of_shared_rows(stored):
        changed = versions.filter(revision_id__gt=since)
        people |= User.objects.filter(pk__in=changed.order_by().values("revision__user"))
    # The owner without a save of their own, too: their name stands on the page.
    return (people | User.objects.filter(pk=stored.owner_id)).distinct().order_by("pk")


def _of_shared_rows(stored: Document) -> list[QuerySet[Version]]:
    rows = sorted(stored.shared_rows(), key=lambda row: row._meta.label)
    return [
        Version.objects.get_for_model(model).filter(object_id__in=[str(row.pk) for row in same])
        for model, same in groupby(rows, key=type)
    ]
