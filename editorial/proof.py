"""What the public may be shown of an edition: the words of its signed text and, where all of it
agrees, a badge.

Snapshot, row, round, signatures and the audit events of both must say the same, and it is computed
for each output anew: what was altered, or put there by hand, takes the badge away. All public
output goes through `as_signed`, as `EditionQuerySet.shown` and `.proven` do. See docs/adr/.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from editorial.built_from import document, reading
from editorial.digests import digest_of
from editorial.models.audit import AuditEvent
from editorial.models.review import Review
from editorial.models.sign_off import SignOff
from editorial.prepared import Prepared

# Its module asks this one.
if TYPE_CHECKING:
    from editorial.models.edition import Edition

integrity_log = logging.getLogger("editorial.integrity")
CACHE = "_prefetched_objects_cache"  # where Django looks for rows that came along
COPIES = ("kind", "slug", "title", "summary")


@dataclass(frozen=True)
class Badge:
    """“Medically reviewed”, as the record says it. Nothing of it can be typed by hand."""

    sign_offs: tuple[SignOff, ...]
    last_reviewed: date
    next_review_due: date
    digest: str

    @property
    def is_overdue(self) -> bool:
        return self.next_review_due < timezone.localdate()


def as_signed(rows: "Iterable[Edition]") -> "list[Edition]":
    """The rows with the words of their signed text in the place of the columns', which are copies,
    and with what their badges are computed from. One query for all of them, where `review` and
    `event` came along. What is no text at all is left out, and logged."""
    editions = list(rows)
    reviews = Prefetch("review", Review.objects.defer("snapshot"))
    with reading(*(document(each.document_id) for each in editions)):
        prefetch_related_objects(editions, reviews, "event")
        # Rows of the record that are gone leave nothing here, and no badge.
        found = (each._state.fields_cache.get("review") for each in editions)
        _bring_signatures([review for review in found if review])
    return [each for each in editions if is_text(each)]


def _of_reviews(reviews: list[int]) -> "QuerySet[SignOff]":
    return SignOff.objects.filter(review__in=reviews).select_related("event")


_signatures_of = Prepared(SignOff, _of_reviews)


def _bring_signatures(reviews: list[Review]) -> None:
    """As a prefetch would, whose SQL is written anew each time. One query, or none."""
    wanted = [each for each in reviews if "sign_offs" not in vars(each).get(CACHE, {})]
    found: dict[int, list[SignOff]] = {each.pk: [] for each in wanted}
    for signature in _signatures_of(list(found)) if found else []:
        found[signature.review_id].append(signature)
    for review in wanted:
        rows = review.sign_offs.all()
        rows._result_cache = found[review.pk]
        vars(review).setdefault(CACHE, {})["sign_offs"] = rows


def signed_at_once(editions: "QuerySet[Edition]") -> "list[Edition]":
    """Likewise, of all these that have a signature, in one query: asked of the signatures."""
    return [each for each in _signed(editions) if is_text(each)]


def load_records(rows: "list[Edition]") -> None:
    """Give these rows what their badges are computed from. One query, or none; three more where
    something has no signature."""
    unsigned = {each.pk: each for each in rows}
    for twin in _signed(list(unsigned), "review__edition__snapshot") if rows else []:
        row = unsigned.pop(twin.pk)
        row.review, row.event = twin.review, twin.event
    as_signed(unsigned.values())


def _signed(editions: "QuerySet[Edition] | list[int]", *left_out: str) -> "list[Edition]":
    signatures = SignOff.objects.filter(review__edition__in=editions)
    rows = signatures.select_related("event", "review__edition__event")
    found: dict[int, Edition] = {}
    for each in rows.defer("review__snapshot", *left_out):
        edition = found.setdefault(each.review_id, each.review.edition)
        cache = edition.review.__dict__.setdefault(CACHE, {})
        cache.setdefault("sign_offs", []).append(each)
    return list(found.values())


def proven_signatures(ids: Iterable[int]) -> dict[int, SignOff]:
    """Those of which the audit log holds every word. One query."""
    found = SignOff.objects.select_related("event").in_bulk(list(ids))
    return {pk: each for pk, each in found.items() if _holds(each.event, each)}


def badge_of(row: "Edition") -> Badge | None:
    """None when text, signatures and record do not belong together."""
    # No badge instead of an error page: the text may still help, what must not stand there is the
    # claim.
    try:
        fault = next(_faults(row), "")
    # Whatever somebody wrote into the tables must not answer readers with an error.
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        fault = f"It cannot be read: {error!r}."
    if fault:
        _alarm(row, fault)
        return None
    sign_offs = tuple(row.review.sign_offs.all())
    return Badge(sign_offs, row.last_reviewed, row.next_review_due, row.digest)


def is_text(row: "Edition") -> bool:
    """Puts the words of the signed text in the place of their copies; False if there are none."""
    copies = {name: getattr(row, name) for name in COPIES}
    try:
        signed = {name: str(row.snapshot[name]) for name in COPIES}  # type: ignore[literal-required]
    except (KeyError, TypeError) as error:
        _alarm(row, f"It cannot be read: {error!r}.")
        return False
    if copies != signed:
        row.__dict__["copies_differ"] = True
    row.__dict__.update(signed)
    return True


def _alarm(row: "Edition", fault: str) -> None:
    integrity_log.critical(
        "Edition %s (%s/%s, no. %s) does not match its sign-off: no badge is shown. %s "
        "Run manage.py verify_records.",
        row.pk, row.kind, row.slug, row.number, fault,
    )  # fmt: skip


def _faults(row: "Edition") -> Iterator[str]:
    """All of it is asked, because each could be altered alone; the first is enough."""
    sign_offs = list(row.review.sign_offs.all())
    if not digest_of(row.snapshot) == row.digest == row.review.digest:
        yield "The text has another digest."
    if len(sign_offs) < max(1, row.review.required_signers):
        yield "Signatures are missing."
    if row.__dict__.get("copies_differ", False):
        yield "Its columns are not those of the text."
    if not _tells_of(row.event, row):
        yield "The audit log has no such edition."
    for each in sign_offs:
        if each.digest != row.digest or not _holds(each.event, each):
            yield f"The audit log has no such signature as number {each.pk}."


def _tells_of(event: AuditEvent, row: "Edition") -> bool:
    # Dates too: `last reviewed` stands in the badge.
    return _is_whole(event) and row.as_record() in event.data.get("editions", [])


def _holds(event: AuditEvent, signature: SignOff) -> bool:
    said = (
        event.act,
        event.actor_id,
        event.data.get("sign_off"),
        event.data.get("sign_off_digest"),
    )
    signed = digest_of(signature.as_record())
    return _is_whole(event) and said == ("sign off", str(signature.signer_id), signature.pk, signed)


def _is_whole(event: AuditEvent) -> bool:
    return digest_of(event.as_record()) == event.hash
