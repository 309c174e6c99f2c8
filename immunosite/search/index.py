"""The index is written in the transaction that makes, moves or ends an edition.

Scheduled editions are indexed at once, because the clock alone brings them into force; every
question asks for the entries in force. Ended ones are dropped with the next publication.
"""

import time
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from editorial.kinds import kind_of, topics
from editorial.models import Document, Edition
from editorial.record.audit import record_of_upkeep, take_turn
from editorial.text.fold import fold
from immunosite.search.acts import REBUILD
from immunosite.search.copies import text_of
from immunosite.search.drafts import index_draft
from immunosite.search.indexed_text import Parts, parts_of
from immunosite.search.models import SearchEntry, SearchName, SearchText, SearchWord
from immunosite.search.narrowing import tag
from immunosite.search.recreate import make_anew

ROWS = 100  # in one turn
PAUSE = 0.02  # seconds between turns, for whoever waits to write


def index(editions: list[Edition]) -> None:
    """Renew the entries of these editions, and drop all that have ended."""
    now = timezone.now()
    SearchEntry.objects.filter(edition__in=[edition.pk for edition in editions]).delete()
    SearchEntry.objects.filter(effective_until__lte=now).delete()
    _add([edition for edition in editions if not _has_ended(edition, now)])


def rebuild() -> int:
    """Make the whole index anew, whatever became of it; returns how many editions it holds.

    In short turns, so that nobody waits long to save or to sign. Until the last of them, search
    finds less; interrupted, it goes on finding less until this is run again.
    """
    make_anew()
    lasting = Edition.objects.not_over().order_by("pk")
    for some in _turns(list(lasting.values_list("pk", flat=True))):
        with transaction.atomic():
            take_turn()
            # Read again: an act may have moved or ended them since.
            index(list(Edition.objects.filter(pk__in=some)))
    for some in _turns(list(Document.objects.order_by("pk").values_list("pk", flat=True))):
        with transaction.atomic():
            take_turn()
            for document in Document.objects.with_specific().filter(pk__in=some):
                index_draft(document.specific)
    with transaction.atomic():
        take_turn()
        # A number of its own in the record, at which pages kept of a half index are given up.
        record_of_upkeep(REBUILD, about="Search index", indexed=len(lasting))
        return SearchEntry.objects.count()


def _has_ended(edition: Edition, now: datetime) -> bool:
    until = edition.effective_until
    return edition.withdrawn or (until is not None and until <= now)


def _turns(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), ROWS):
        yield ids[start : start + ROWS]
        time.sleep(PAUSE)


def _add(editions: list[Edition]) -> None:
    parts = {edition.pk: parts_of(edition) for edition in editions}
    SearchEntry.objects.bulk_create(entry_of(edition) for edition in editions)
    SearchText.objects.bulk_create(text_of(pk, each) for pk, each in parts.items())
    SearchName.objects.bulk_create(
        each for pk, part in parts.items() for each in names_of(pk, part)
    )
    vocabulary = sorted({word for each in parts.values() for word in each.vocabulary})
    SearchWord.objects.bulk_create(
        (SearchWord(word=word) for word in vocabulary), ignore_conflicts=True
    )


def entry_of(edition: Edition) -> SearchEntry:
    return SearchEntry(
        edition=edition,
        facets=f" {' '.join(_tags(edition))} ",
        effective_from=edition.effective_from,
        effective_until=edition.effective_until,
    )


def _tags(edition: Edition) -> list[str]:
    """Its kind, and the topics that it is about; the page of a topic is about itself, too."""
    about = {role: set(edition.page.ids(role)) for role in topics()}
    if own := kind_of(edition.kind).topic:
        about[own].add(edition.document_id)
    return [edition.kind, *(tag(role, pk) for role, ids in about.items() for pk in sorted(ids))]


def names_of(pk: int, parts: Parts) -> Iterable[SearchName]:
    names = {fold(name): name for name in [*reversed(parts.names), parts.title]}
    return (SearchName(entry_id=pk, name=name, key=folded) for folded, name in names.items())
