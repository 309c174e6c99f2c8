"""The text under review: what stands as it was signed is grey; what changed leads to its tick."""

from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from editorial.desk.passages import Changed, Shown, Unchanged
from editorial.models import Review, SignOff
from editorial.passages import passages_of
from editorial.passages.marks import Marks, is_on_page, join

# Their words are attributes: text, headings and what is linked in it stay those of the page.
STANDS = '<span class="{}" role="img" aria-label="{}"></span>'
TO_READ = '<a class="{}" id="{}" href="#to-{}" aria-label="{}"></a>'


def text_marks(review: Review, shown: Shown | None, asks_ticks: bool) -> Marks | None:
    """From what the passages below the comparison say; no query, and nothing is compared again.
    None where there is no live edition: all of the text is new."""
    if shown is None:
        return None
    marks: list[SafeString] = []
    waiting: list[SafeString] = []
    for group in shown.groups:
        if isinstance(group, Unchanged):
            marks += _of_unchanged(group)
        elif group.read.removed:
            waiting += [_of_removed(group, asks_ticks)] if is_on_page(group.read.passage) else []
        else:
            marks.append(_of_changed(group, shown.live, asks_ticks))
        # What was taken out is told at the passage above; at the first one if it stood above all.
        if marks and waiting:
            marks[-1] = join([marks[-1], *waiting])
            waiting = []
    return Marks(passages_of(review.snapshot), marks)


def _of_unchanged(group: Unchanged) -> Iterator[SafeString]:
    """The first that can be seen says it for its neighbours in full."""
    said = f"Unchanged since edition {group.since}, signed by {_named(group.signatures)}"
    first = next((each for each in group.passages if is_on_page(each)), None)
    for each in group.passages:
        if each is first:
            yield format_html(STANDS, "stands first", said)
        else:
            yield format_html(STANDS, "stands", "Unchanged")


def _named(signatures: Sequence[SignOff]) -> str:
    days = [date_format(localdate(each.signed_at), "j F Y") for each in signatures]
    return "; ".join(
        f"{each.printed_name}, {day}" for each, day in zip(signatures, days, strict=True)
    )


def _of_changed(group: Changed, live: int, asks_ticks: bool) -> SafeString:
    said = f"New or changed since edition {live}"
    return _to_read(group, "to-tick", said, asks_ticks)


def _of_removed(group: Changed, asks_ticks: bool) -> SafeString:
    said = f"Taken out after this: “{group.read.passage.excerpt}”"
    return _to_read(group, "taken-out", said, asks_ticks)


def _to_read(group: Changed, css: str, said: str, asks_ticks: bool) -> SafeString:
    then = "read it and tick" if asks_ticks else "see what changed"
    return format_html(TO_READ, css, f"text-{group.id}", group.id, f"{said}: {then}")
