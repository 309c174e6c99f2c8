"""New data come into use: one act, with its events, and what it means for each page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from editorial.models import Edition
from editorial.record import audit
from editorial.snapshot import Snapshot, rows_of
from evidence.models import Reference
from evidence.retractions.models import RetractionData, SourceAlert
from evidence.retractions.papers import paper_of
from evidence.retractions.standing import Listed, Paper, Standing, standings

IMPORTED = "import retractions"
RAISED = "source retracted"
CLEARED = "source no longer retracted"
AT_ONCE = 30
GRAVE = (Listed.RETRACTED, Listed.CONCERN)


@dataclass(frozen=True)
class Change:
    """A page whose source came under an alert, or from under one."""

    edition: Edition
    key: str
    listed: str
    raised: bool


def put_in_use(data: RetractionData) -> list[Change]:
    """Raises Refusal (a clock behind the record); then nothing is changed."""
    with transaction.atomic():
        audit.take_turn()
        RetractionData.objects.filter(current=True).update(current=False)
        data.current = True
        data.save(update_fields=["current"])
        changes = _renew_alerts(data)
        # Pages are made anew by this event, for what they say of their sources may be another.
        audit.record_of_upkeep(IMPORTED, about=str(data), retractions=data.as_record())
        for change in changes:
            audit.record_of_source(
                RAISED if change.raised else CLEARED,
                change.edition.document,
                source=change.key,
                listed=change.listed,
                edition=change.edition.number,
            )
    return changes


def _renew_alerts(data: RetractionData) -> list[Change]:
    rows = SourceAlert.objects.select_related("edition__document")
    before = {(row.edition_id, row.key, row.listed): row for row in rows}
    now = {(row.edition_id, row.key, row.listed): row for row in alerts_of(data)}
    SourceAlert.objects.all().delete()
    SourceAlert.objects.bulk_create(now.values())
    new = [Change(row.edition, row.key, row.listed, True) for it, row in now.items()
           if it not in before]  # fmt: skip
    gone = [Change(row.edition, row.key, row.listed, False) for it, row in before.items()
            if (it[0], it[1]) not in {(each[0], each[1]) for each in now}]  # fmt: skip
    return [*new, *gone]


def alerts_of(data: RetractionData) -> Iterator[SourceAlert]:
    """For each edition, live or to come, each source of it that is retracted or under concern."""
    listed = listed_keys(data)
    for edition in _citing(list(listed)):
        found = standings((paper_in(row) for row in sources_in(edition.snapshot)), data)
        for row in sources_in(edition.snapshot):
            standing = found[paper_in(row)]
            if standing.listed in GRAVE:
                yield SourceAlert(edition=edition, key=str(row["key"]), listed=standing.listed)


def listed_keys(data: RetractionData) -> dict[str, Standing]:
    """Of the sources of the library that the data name, by their key."""
    named = data.notices.values("doi"), data.notices.values("pmid")
    by_doi = Q(doi__in=named[0].exclude(doi="")) & ~Q(doi="")
    by_pmid = Q(pmid__in=named[1].exclude(pmid="")) & ~Q(pmid="")
    references = list(Reference.objects.filter(by_doi | by_pmid))
    found = standings((paper_of(each) for each in references), data)
    return {each.key: found[paper_of(each)] for each in references}


def _citing(keys: list[str]) -> Iterator[Edition]:
    seen = set[int]()
    for start in range(0, len(keys), AT_ONCE):
        holds = Q()
        for key in keys[start : start + AT_ONCE]:
            holds |= Q(words__contains=f'"{key}"')
        rows = Edition.objects.not_over().annotate(words=Cast("snapshot", TextField()))
        for edition in rows.filter(holds).select_related("document").iterator(chunk_size=50):
            if edition.pk not in seen:
                seen.add(edition.pk)
                yield edition


def sources_in(snapshot: Snapshot) -> list[dict[str, object]]:
    return rows_of(snapshot["content"].get("sources", []))


def paper_in(row: dict[str, object]) -> Paper:
    return Paper(str(row.get("doi", "")), str(row.get("pmid", "")))
