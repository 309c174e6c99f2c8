"""What rests on the data: the rule about signatures, the lists of work, and `verify_records`."""

import hashlib
from collections.abc import Iterable, Iterator

from editorial.models import AuditEvent
from editorial.snapshot import Snapshot
from evidence.retractions.acts import IMPORTED, alerts_of, paper_in, sources_in
from evidence.retractions.importing import line_of
from evidence.retractions.models import RetractionData, SourceAlert
from evidence.retractions.standing import (
    Listed,
    current,
    retracted_words,
    standings,
)


def retracted_in(snapshot: Snapshot) -> list[str]:
    """What bars a text from a signature, in words; names each source."""
    rows = sources_in(snapshot)
    found = standings(paper_in(row) for row in rows)
    return [
        retracted_words(str(row["key"]), found[paper_in(row)])
        for row in rows
        if found[paper_in(row)].listed is Listed.RETRACTED
    ]


def retracted_editions() -> object:
    """A subquery of the ids of editions, live or to come, that cite a retracted paper."""
    return SourceAlert.objects.filter(listed=Listed.RETRACTED).values("edition")


# --- verify_records -------------------------------------------------------------------------------


def retraction_faults() -> Iterator[str]:
    """Are the data in use those that were imported last, whole, and the alerts those they raise?"""
    data, event = current(), AuditEvent.objects.filter(act=IMPORTED).order_by("sequence").last()
    recorded = event.data.get("retractions") if event else None
    if data is None:
        if recorded:
            yield "The data on retractions are in the audit log and missing. Import them anew."
        return
    if data.as_record() != recorded or _digest(data) != (data.rows, data.digest):
        yield "The data on retractions are not those in the audit log. Import them anew."
    yield from _alert_faults(data, event)


def _alert_faults(data: RetractionData, event: AuditEvent | None) -> Iterator[str]:
    rows = list(SourceAlert.objects.select_related("edition"))
    then = [each for each in alerts_of(data) if event and each.edition.published_at <= event.time]
    if _told(then) - _told(rows) or not all(_is_true(row, data) for row in rows):
        yield "The pages that cite retracted sources are not those that the editions say."


def _is_true(alert: SourceAlert, data: RetractionData) -> bool:
    rows = [row for row in sources_in(alert.edition.snapshot) if row["key"] == alert.key]
    found = standings((paper_in(row) for row in rows), data)
    return any(found[paper_in(row)].listed == alert.listed for row in rows)


def _digest(data: RetractionData) -> tuple[int, str]:
    hashed, count = hashlib.sha256(), 0
    for notice in data.notices.order_by("pk").iterator(chunk_size=2000):
        hashed.update(line_of(notice.as_record()))
        count += 1
    return count, hashed.hexdigest()


def _told(alerts: Iterable[SourceAlert]) -> set[tuple[int, str, str]]:
    return {(each.edition_id, each.key, each.listed) for each in alerts}
