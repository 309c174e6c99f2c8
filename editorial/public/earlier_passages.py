"""Passages that a page had once, so that an address that somebody quoted says what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from editorial.models import Edition
from editorial.passages import passages_of
from editorial.passages.marks import anchors_of, is_on_page

# The text of each has to be read. Of those before, the history tells.
EDITIONS = 12


@dataclass(frozen=True)
class Earlier:
    """It stood in `last` for the last time, and `following` is what came then. No words where they
    were withdrawn."""

    anchor: str
    part: str
    text: str
    last: Edition
    following: Edition


def editions_before(live: Edition) -> list[Edition]:
    """The newest first; to be shown when `as_signed` has seen them. One query."""
    public = Edition.objects.ever_public().filter(document=live.document_id, number__lt=live.number)
    return list(public.with_record().order_by("-number")[:EDITIONS])


def earlier_passages(live: Edition, before: Sequence[Edition]) -> Iterator[Earlier]:
    """Each once, by the last edition that had it. Other pages are left out: their names may not be
    public any more."""
    met = set(anchors_of(passages_of(live.snapshot)))
    for edition, following in zip(before, [live, *before], strict=False):
        text = passages_of(edition.snapshot) if edition.badge else ()
        for anchor, passage in zip(anchors_of(text), text, strict=True):
            if anchor not in met and is_on_page(passage):
                words = "" if edition.withdrawn else passage.text
                yield Earlier(anchor, passage.label, words, edition, following)
            met.add(anchor)
