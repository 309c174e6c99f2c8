"""New data in the place of the old: written beside them, and current only when they are complete.

Whatever goes wrong before that leaves the data in use as they are.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from evidence.retractions.acts import Change, put_in_use
from evidence.retractions.models import Nature, RetractionData, RetractionNotice
from evidence.retractions.reading import Advance, NotTheData, notices_in
from evidence.retractions.standing import current

BATCH = 500  # rows of one transaction, so that nobody waits for the whole
# Retractions are added; of a file with fewer, some are missing.
LEAST_SHARE = 0.98


@dataclass
class Report:
    data: RetractionData
    is_new: bool = True
    changes: list[Change] = field(default_factory=list)


def import_data(
    path: Path, *, as_of: date | None = None, fewer: bool = False, advance: Advance = lambda _: None
) -> Report:
    """Raises NotTheData, OSError, Refusal; then nothing was changed."""
    before = current()
    _remove(RetractionData.objects.filter(
        current=False, imported_at__lt=timezone.now() - timedelta(days=1)))  # fmt: skip
    data = RetractionData.objects.create(as_of=as_of or date.min, imported_at=timezone.now())
    try:
        _fill(data, notices_in(path, advance), as_of)
        _check(data, before, fewer=fewer)
        if before and _is_the_same(data, before):
            _remove(RetractionData.objects.filter(pk=data.pk))
            return Report(before, is_new=False)
        changes = put_in_use(data)
    except BaseException:
        _remove(RetractionData.objects.filter(pk=data.pk))
        raise
    _remove(RetractionData.objects.filter(current=False, pk__lt=data.pk))
    return Report(data, changes=changes)


def _fill(data: RetractionData, notices: Iterable[RetractionNotice], as_of: date | None) -> None:
    hashed, newest, today = hashlib.sha256(), date.min, timezone.localdate()
    for batch in _batches(notices):
        for notice in batch:
            notice.data = data
            hashed.update(line_of(notice.as_record()))
            if notice.date and newest < notice.date <= today:
                newest = notice.date
            data.unread += notice.nature == Nature.UNREAD
        RetractionNotice.objects.bulk_create(batch)
        data.rows += len(batch)
    # The file says nowhere of which day it is; it holds all that was known by its newest row.
    data.as_of, data.digest = as_of or newest, hashed.hexdigest()
    data.save()


def line_of(record: list[object]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def _batches(notices: Iterable[RetractionNotice]) -> Iterator[list[RetractionNotice]]:
    batch: list[RetractionNotice] = []
    for notice in notices:
        batch.append(notice)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _check(data: RetractionData, before: RetractionData | None, *, fewer: bool) -> None:
    if data.rows == data.unread:
        raise NotTheData("The file holds no row that can be read. Download it anew.")
    if data.as_of == date.min:
        raise NotTheData("No row has a date. Say of which day the data are, with --as-of.")
    if before and data.rows < before.rows * LEAST_SHARE and not fewer:
        raise NotTheData(
            f"The file has {data.rows:,} rows, and the data in use have {before.rows:,}. It may be "
            "cut: download it anew. If it is right, add --fewer."
        )
    if before and data.as_of < before.as_of and not fewer:
        raise NotTheData(
            f"The data in use are newer ({before.as_of:%-d %B %Y}) than the file "
            f"({data.as_of:%-d %B %Y}). If the older are wanted, add --fewer."
        )


def _is_the_same(data: RetractionData, before: RetractionData) -> bool:
    return (data.digest, data.as_of) == (before.digest, before.as_of)


def _remove(rows: "Iterable[RetractionData]") -> None:
    for data in rows:
        while pks := list(data.notices.values_list("pk", flat=True)[:BATCH]):
            RetractionNotice.objects.filter(pk__in=pks).delete()
        data.delete()
