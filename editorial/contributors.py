"""Contributors: whom four eyes bar from signing a text, or only what changed in it.

The authors of its passages, by the ledger; whoever changed a source that it cites, before the page
was there, too; its owner; and whoever saved the draft since it was last read as a whole, because to
take a sentence out leaves no passage of one's own. No edition makes an author forgotten.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from editorial.models import Authorship, Document, Edition, Review, Scope, User
from editorial.passages import Passage, aligned, passages_of
from editorial.passages.derive import EXCERPT
from editorial.passages.ledger import authors_by_passage, authors_of_shared, key_of
from editorial.snapshot import Snapshot
from editorial.text.plain_text import shortened

MOST = 3  # passages that a refusal names


@dataclass(frozen=True)
class Difference:
    """What a text changes in the live edition, passage by passage."""

    changed: tuple[Passage, ...]
    removed: tuple[Passage, ...]

    @classmethod
    def of(cls, old: tuple[Passage, ...], new: tuple[Passage, ...]) -> Self:
        found = aligned(old, new)
        return cls(
            tuple(new[place] for place in found.changed),
            tuple(old[place] for place in found.removed),
        )

    @property
    def all(self) -> tuple[Passage, ...]:
        return (*self.changed, *self.removed)


@dataclass(frozen=True)
class Contributors:
    """Ids of people. `to_changes` are those who may not sign even the changes alone."""

    to_text: set[int]
    to_changes: set[int]


def contributors(
    document: Document,
    snapshot: Snapshot,
    live: Edition | None,
    frozen_at: datetime | None = None,
) -> Contributors:
    """Of a text of this document, frozen now or then. A few queries, however many saves."""
    text = passages_of(snapshot)
    changes = Difference.of(passages_of(live.snapshot), text).all if live else ()
    shared = authors_of_shared(document, (*text, *changes), frozen_at)

    def people(of: tuple[Passage, ...], since: int) -> set[int]:
        rows = Authorship.objects.filter(document=document.pk).contributing(names_of(of), since)
        ids = rows.order_by().values_list("author", flat=True).distinct()
        of_sources = (pk for each in of for pk in shared.get(key_of(each), ()))
        return {document.owner_id, *ids, *of_sources}

    return Contributors(
        people(text, version_read_whole(document)),
        people(changes, live.review.draft_version) if live else set(),
    )


def names_of(text: Iterable[Passage]) -> set[str]:
    return {each.name for each in text}


def version_read_whole(document: Document) -> int:
    """The draft version of the last text that readers had, that stands, and that was signed as a
    whole; 0 if there is none. A withdrawn, cancelled or change-only edition forgets no save."""
    editions = document.editions.ever_public().filter(withdrawn=False)
    whole = editions.exclude(review__sign_offs__scope=Scope.CHANGES).order_by("-number")
    return whole.values_list("review__draft_version", flat=True).first() or 0


# --- Told to one of them --------------------------------------------------------------------------


def own_part(review: Review, person: User, scope: str) -> str:
    """“You wrote: “Take one …” in Dosage.” What bars this person, passage by passage."""
    text = passages_of(review.snapshot)
    baseline = review.baseline
    if scope == Scope.CHANGES and baseline:
        written = Difference.of(passages_of(baseline.snapshot), text).all
        since = baseline.review.draft_version
    else:
        written, since = text, version_read_whole(review.document)
    authors = authors_by_passage(review.document, written, review.text_frozen_at())
    wrote = [_named(each) for each in written if person.pk in authors[each.name]]
    told = [*_told("You wrote", wrote), *_told("You took out", _taken_out(review, person, since))]
    if review.document.owner_id == person.pk:
        told.append("You are its owner.")
    return " ".join(told) or "You saved its draft."


def _taken_out(review: Review, person: User, since: int) -> list[str]:
    rows = Authorship.objects.filter(document=review.document_id)
    gone = rows.filter(author=person, took_out=True, draft_version__gt=since)
    words = rows.filter(passage__in=gone.values("passage")).exclude(words="")
    return [f"“{shortened(each, EXCERPT)}”" for each in words.values_list("words", flat=True)]


def _named(passage: Passage) -> str:
    return f"“{passage.excerpt}” in {passage.label}"


def _told(deed: str, passages: list[str]) -> list[str]:
    if not passages:
        return []
    return [f"{deed}: {first_few(passages)}."]


def first_few(told: Sequence[str]) -> str:
    rest = len(told) - MOST
    return "; ".join(told[:MOST]) + (f"; and {rest} more" if rest > 0 else "")
