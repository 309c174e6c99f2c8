"""A live page passage by passage: who wrote each, who signed it, and since when it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from editorial.models import Edition, EditionPassages, SignOff
from editorial.models.edition_passages import Standing
from editorial.passages import Passage, passages_of, passages_root
from editorial.passages.marks import anchors_of, is_on_page
from editorial.proof import as_signed, proven_signatures
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
    record = EditionPassages.objects.filter(edition=live).select_related("edition").first()
    verified = live.badge is not None and record is not None and _is_of_this_text(live, record)
    signatures = _signatures(record) if verified and record else None
    shown = list(_shown(live, record, signatures)) if record and signatures else []
    earlier = list(earlier_passages(live, before)) if shown else []
    context = {"edition": live, "passages": shown, "earlier": earlier}
    return render(request, "public/passages.html", context)


def _is_of_this_text(live: Edition, record: EditionPassages) -> bool:
    return record.is_on_record() and record.root == passages_root(live.snapshot)


def _signatures(record: EditionPassages) -> dict[int, SignOff] | None:
    """None where one of them is not as the audit log has it: then nobody is named."""
    named = {pk for row in record.rows for how in ("signed", "first", "last") for pk in row[how]}
    found = proven_signatures(named)
    return found if found.keys() == named else None


def _shown(
    live: Edition, record: EditionPassages, signatures: Mapping[int, SignOff]
) -> Iterator[Shown]:
    text = passages_of(live.snapshot)
    titles = {
        each.document_id: each.title for each in live_editions(ids_in(live.snapshot["facets"]))
    }
    for passage, row, anchor in zip(text, record.rows, anchors_of(text), strict=True):
        words = _words(passage, titles)
        if words:
            yield _of(passage, words, row, signatures, anchor)


def _words(passage: Passage, titles: Mapping[int, str]) -> str:
    """A relation by the title of the page now; nobody hears of pages that are not public."""
    if isinstance(passage.content, int) and passage.part.startswith("facet/"):
        return titles.get(passage.content, "")
    return passage.text


def _of(
    passage: Passage,
    words: str,
    row: Standing,
    signatures: Mapping[int, SignOff],
    anchor: str,
) -> Shown:
    def named(ids: Sequence[int]) -> list[SignOff]:
        return [signatures[pk] for pk in ids]

    return Shown(
        anchor,
        passage.label,
        is_on_page(passage),
        words,
        [author["name"] for author in row["authors"]],
        row["since"],
        named(row["signed"]),
        named(row["first"]),
        named(row["last"]),
    )
