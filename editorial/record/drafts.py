"""Are the saves, their authors and the states of the documents those in the audit log?"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet
from reversion.models import Revision, Version

from editorial.digests import digest_of_save
from editorial.models import Authorship, Document, State
from editorial.passages.ledger import digest_of_rows
from editorial.record.ledger import Ledger, authors_of_save
from editorial.record.standing import standing_faults


def all_saves() -> QuerySet[Revision]:
    """The history of drafts; sources have one of their own."""
    of_document = {"content_type__app_label": "editorial", "content_type__model": "document"}
    drafts = Version.objects.filter(revision=OuterRef("pk"), **of_document)
    rows: QuerySet[Revision] = Revision.objects.filter(Exists(drafts))
    return rows.prefetch_related("version_set")


def all_authors() -> QuerySet[Authorship]:
    return Authorship.objects.order_by("document", "draft_version", "pk")


def save_faults(revision: Revision, ledger: Ledger) -> Iterator[str]:
    texts = [version.serialized_data for version in revision.version_set.all()]
    if ledger.saves.pop(revision.pk, None) != digest_of_save(texts):
        yield f"Save {revision.pk}: what the history keeps of it is not what the audit log says."


def authorship_faults(rows: Iterable[Authorship], ledger: Ledger) -> Iterator[str]:
    for save, of_save in groupby(rows, key=lambda row: (row.document_id, row.draft_version)):
        if ledger.authorship.pop(save, None) != digest_of_rows(of_save):
            yield f"{authors_of_save(*save)} are not those in the audit log."


def state_faults(document: Document, ledger: Ledger) -> Iterator[str]:
    # A new document begins as a draft, and no act on the record says so.
    state = ledger.states.pop(str(document.pk), State.DRAFT)
    if document.state != state:
        yield (
            f"Document {document.pk} ({document.slug}): it is in {document.state}, "
            f"and by the audit log in {state.value}."
        )
    if document.naming_as_record() != ledger.namings.get(str(document.pk)):
        yield (
            f"Document {document.pk} ({document.slug}): who is named as its writer, and what they "
            "said of it, is not what the audit log says."
        )
    yield from standing_faults(document)
