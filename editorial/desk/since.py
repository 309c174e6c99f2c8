"""What a round is compared with: the round before, the live edition, what was last looked at."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from editorial import changes
from editorial.models import Edition, Review, RoundSeen, User
from editorial.public.views import ids_in, live_editions
from editorial.snapshot import Snapshot

ROUND, LIVE, SEEN, WHOLE = "round", "live", "seen", "whole"


@dataclass(frozen=True)
class Earlier:
    """A text to compare with; `source` is the round or the edition that holds it."""

    name: str  # as in ?since=…
    source: Review | Edition

    @property
    def snapshot(self) -> Snapshot:
        return self.source.snapshot

    @property
    def is_live(self) -> bool:
        until = getattr(self.source, "effective_until", None)
        return self.name == LIVE and (until is None or until > timezone.now())

    @property
    def in_words(self) -> str:
        """As it stands after “since”."""
        if self.name == ROUND:
            return "the previous round"
        if self.name == SEEN:
            return f"I last looked (round {self.source.number})"
        return "the live edition" if self.is_live else "the last edition"


@dataclass(frozen=True)
class Comparison:
    """`differ` is what the digests say: no page says “nothing changed” where they differ."""

    earlier: Earlier
    changes: changes.Changes
    differ: bool


def earlier_texts(review: Review, others: Iterable[Review], user: User) -> dict[str, Earlier]:
    """By name, the first to be shown first. `others` are the document's other rounds."""
    # Sorted here, because the rounds come newest first for the page’s own list.
    before = sorted((each for each in others if each.number < review.number), key=_number)
    opened = RoundSeen.objects.filter(reviewer=user, review__in=[each.pk for each in before])
    seen = set(opened.values_list("review_id", flat=True)) if before else set()
    found = {
        ROUND: before[-1] if before else None,
        LIVE: earlier_edition(review),
        SEEN: next((each for each in reversed(before) if each.pk in seen), None),
    }
    texts = {name: Earlier(name, source) for name, source in found.items() if source}
    edition, last = found[LIVE], found[ROUND]
    if edition and last and edition.digest == last.digest:
        # The round before made, or re-read, what readers have: that is its better name.
        texts = {LIVE: texts.pop(LIVE), **texts}
    return texts


def _number(review: Review) -> int:
    return review.number


def offered(texts: dict[str, Earlier]) -> list[Earlier]:
    """Each different text once, by its first name."""
    by_digest: dict[str, Earlier] = {}
    for text in texts.values():
        by_digest.setdefault(text.source.digest, text)
    return list(by_digest.values())


def compare(earlier: Earlier, review: Review) -> Comparison:
    old, new = earlier.snapshot, review.snapshot
    ids = ids_in(old["facets"]) | ids_in(new["facets"])
    names = {edition.document_id: edition.title for edition in live_editions(ids)}
    found = changes.between(old, new, names)
    return Comparison(earlier, found, earlier.source.digest != review.digest)


def earlier_edition(review: Review) -> Edition | None:
    """What readers have, or had, before this text: the edition in force while the review is open
    (for a closed one: when it was decided); else the last one before."""
    moment = review.decided_at or timezone.now()
    editions = review.document.editions.filter(published_at__lte=moment).exclude(review=review)
    return editions.as_of(moment).first() or editions.order_by("-number").first()
