"""A live page passage by passage: who wrote each, who signed it, and since when it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from editorial.models import Edition, SignOff
from editorial.models.edition_passages import Standing
from editorial.passages import Passage
from editorial.passages.marks import anchors_of, is_on_page
from editorial.passages.proven import ProvenPassages, proven_passages
from editorial.proof import as_signed
from editorial.public.earlier_passages import earlier_passages, editions_before
from editorial.public.history import of_live_page
from editorial.public.views import ids_in, live_editions


@dataclass(frozen=True)
class Shown:
    """`first` and `last` are readings of the whole page; `signed` is whoever signed the passage as
    it stands, perhaps as a change alone. `anchor` is its id here: `p-` and the start of its name.
    """

    anchor: str
    part: str
    is_on_page: bool
    text: str
    authors: list[str]
    since: int
    signed: list[SignOff]
    first: list[SignOff]
    last: list[SignOff]


@of_live_page
def show_passages(request: HttpRequest, live: Edition) -> HttpResponse:
    """Nobody is named unless text, signatures and record belong together: `passages` is empty."""
    before = editions_before(live)
    as_signed([live, *before])
    proven = proven_passages(live)
    shown = list(_shown(live, proven)) if proven else []
    earlier = list(earlier_passages(live, before)) if shown else []
    context = {"edition": live, "passages": shown, "earlier": earlier}
    return render(request, "public/passages.html", context)


def _shown(live: Edition, proven: ProvenPassages) -> Iterator[Shown]:
    titles = {
        each.document_id: each.title for each in live_editions(ids_in(live.snapshot["facets"]))
    }
    anchors = anchors_of([passage for passage, _ in proven.rows])
    for (passage, row), anchor in zip(proven.rows, anchors, strict=True):
        words = _words(passage, titles)
        if words:
            yield _of(passage, words, row, proven, anchor)


def _words(passage: Passage, titles: Mapping[int, str]) -> str:
    """A relation by the title of the page now; nobody hears of pages that are not public."""
    if isinstance(passage.content, int) and passage.part.startswith("facet/"):
        return titles.get(passage.content, "")
    return passage.text


def _of(passage: Passage, words: str, row: Standing, proven: ProvenPassages, anchor: str) -> Shown:
    return Shown(
        anchor,
        passage.label,
        is_on_page(passage),
        words,
        [author["name"] for author in row["authors"]],
        row["since"],
        proven.named(row["signed"]),
        proven.named(row["first"]),
        proven.named(row["last"]),
    )
