"""Are the editions, their withdrawals and the passages in them those in the audit log, and of the
text that was signed?"""

from collections.abc import Iterable, Iterator
from typing import Protocol, cast

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from editorial.acts.publication import facets_of
from editorial.digests import digest_of
from editorial.models import Edition, EditionFacet, EditionPassages, Review, Withdrawal
from editorial.passages import passages_root
from editorial.passages.carried import standings_again
from editorial.record.ledger import Ledger


class Noticed(Protocol):
    """What `all_editions` adds to an edition; an annotation has no type of its own."""

    has_notice: bool  # of its withdrawal, or of that of a later edition


def all_editions() -> QuerySet[Edition]:
    later = {"edition__document": OuterRef("document"), "edition__number__gte": OuterRef("number")}
    notices = Exists(Withdrawal.objects.filter(**later))
    reviews = Prefetch("review", Review.objects.defer("snapshot"))
    of_each = "withdrawals", "facets", reviews, "review__sign_offs__key_signature"
    rows = Edition.objects.select_related("receipt").prefetch_related(*of_each)
    return rows.annotate(has_notice=notices)


def all_passages() -> QuerySet[EditionPassages]:
    rows = EditionPassages.objects.select_related("edition__review", "carried_from__passages")
    return rows.prefetch_related("edition__review__sign_offs")


def edition_faults(edition: Edition, ledger: Ledger) -> Iterator[str]:
    name = f"Edition {edition.pk} ({edition.kind}/{edition.slug}, no. {edition.number})"
    if ledger.editions.pop(edition.pk, None) != digest_of(edition.as_record()):
        yield f"{name}: its dates are not those in the audit log."
    if ledger.told.get(("edition", edition.pk)) != edition.event_id:
        yield f"{name}: it names another audit event than its last."
    yield from _withdrawal_faults(edition, name)
    for withdrawal in edition.withdrawals.all():
        if ledger.withdrawn.pop(withdrawal.pk, None) != digest_of(withdrawal.as_record()):
            yield f"Withdrawal {withdrawal.pk} of {name}: it is not the one in the audit log."
    # Three places, because each may be altered alone: the column, the round’s, and the text itself.
    if not edition.digest == edition.review.digest == digest_of(edition.snapshot):
        yield f"{name}: the text is not the one that was signed."
    # `len` of what was fetched ahead; a count would ask once for each edition.
    if len(edition.review.sign_offs.all()) < edition.review.required_signers:
        yield f"{name}: signatures are missing."
    # Columns that lists and addresses read: a plain UPDATE would put a title under somebody’s
    # signature.
    shown = {key: edition.snapshot[key] for key in ("kind", "slug", "title", "summary")}
    if shown != {key: getattr(edition, key) for key in shown}:
        yield f"{name}: address, title or summary are not those of the text."
    if _facets(edition.facets.all()) != _facets(facets_of(edition)):
        yield f"{name}: its facets are not those of the text."


def _withdrawal_faults(edition: Edition, name: str) -> Iterator[str]:
    """The fact and its notice are there both or neither."""
    has_notice = cast("Noticed", edition).has_notice
    if edition.withdrawn and not (_never_came_out(edition) or has_notice):
        yield f"{name}: it is withdrawn, and there is no notice that says why."
    if not edition.withdrawn and edition.withdrawals.all():
        yield f"{name}: there is a notice of its withdrawal, and it is not withdrawn."


def _never_came_out(edition: Edition) -> bool:
    """Cancelled, with what was public then: the notice is of that one."""
    return edition.effective_until == edition.effective_from


def _facets(facets: Iterable[EditionFacet]) -> list[tuple[str, int, str]]:
    return sorted((facet.role, facet.document_id or 0, facet.value) for facet in facets)


def passages_faults(record: EditionPassages, ledger: Ledger) -> Iterator[str]:
    name = f"Passages of edition {record.edition_id}"
    if ledger.passages.pop(record.edition_id, None) != digest_of(record.as_record()):
        yield f"{name}: the audit log has no such record of who wrote and signed them."
    if record.root != passages_root(record.edition.snapshot):
        yield f"{name}: their root is not that of the text."
    if record.rows != standings_again(record):
        yield f"{name}: since when they stand and who signed them is not what the editions say."
