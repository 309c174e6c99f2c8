"""Contributors: whoever made a revision of a document since its last edition, and its owner."""

from django.db.models import QuerySet
from reversion.models import Version

from editorial.models import Document, User


def contributors(stored: Document) -> QuerySet[User]:
    """`stored` is of its own kind, because revisions are kept under that."""
    last = stored.editions.select_related("review").order_by("-number").first()
    versions = Version.objects.get_for_object(stored).order_by()
    if last:
        versions = versions.filter(revision_id__gt=last.review.revision_id)
    writers = User.objects.filter(pk__in=versions.values("revision__user"))
    return (writers | User.objects.filter(pk=stored.owner_id)).distinct().order_by("pk")
