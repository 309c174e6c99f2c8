"""The passages of a text under review: those to be read, and those that were signed before."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from editorial.act_forms.base import ActForm
from editorial.changes import Row
from editorial.changes.pairs import Pair, Placed
from editorial.changes.side_by_side import rows_of
from editorial.changes.word_diff import Effort
from editorial.models import EditionPassages, Review, SignOff
from editorial.passages.derive import Passage
from editorial.passages.marks import is_on_page
from editorial.passages.reading import Read, to_read


@dataclass(frozen=True)
class Changed:
    """One passage to be read and ticked, as it was and is."""

    read: Read
    rows: list[Row]
    id: str
    ticked: bool

    @property
    def is_in_text(self) -> bool:
        """Whether the text as readers see it shows the place."""
        return not self.read.removed and is_on_page(self.read.passage)


@dataclass(frozen=True)
class Unchanged:
    """Neighbours that stand as they stood, since one edition and under the same signatures."""

    passages: list[Passage]
    since: int
    signatures: list[SignOff]


@dataclass(frozen=True)
class Shown:
    """`groups` holds Changed and Unchanged, in the order of the text."""

    groups: list[Changed | Unchanged]
    to_tick: int
    live: int  # the number of the live edition


def passages_shown(review: Review, bound: ActForm | None) -> Shown | None:
    """Nothing where there is no live edition: then all of the text is new. At most two queries."""
    if review.baseline is None:
        return None
    reads = to_read(review)
    ticked = set(bound["read"].value() or []) if bound and "read" in bound.fields else set()
    changed = _changed([read for read in reads if read.asks_tick], ticked)
    record = EditionPassages.objects.filter(edition=review.baseline).first()
    stands = _Standing(record)
    groups: list[Changed | Unchanged] = []
    for how, neighbours in groupby(reads, key=lambda read: _how(read, stands)):
        if how is None:
            groups += [changed[read.key] for read in neighbours]
        else:
            groups.append(
                Unchanged([read.passage for read in neighbours], how[0], stands.signatures(how[1]))
            )
    return Shown(groups, len(changed), review.baseline.number)


def _changed(reads: Sequence[Read], ticked: set[str]) -> dict[str, Changed]:
    effort = Effort()
    return {
        read.key: Changed(read, _rows(read, effort), f"sign-read_{number}", read.key in ticked)
        for number, read in enumerate(reads)
    }


def _rows(read: Read, effort: Effort) -> list[Row]:
    """Set beside the likest of what it came from; others stand with their own passages."""
    here = _placed([read.passage])
    if read.removed:
        return rows_of([Pair(each, None) for each in here], effort)
    before = _placed(read.origins[:1])
    rows = rows_of([Pair(*both) for both in zip_longest(before, here)], effort)
    if read.origins and not any(row.changed for row in rows):
        note = "The same words, at another place or under another heading."
        rows.append(Row("Its place", note=note))
    return rows


def _placed(passages: Sequence[Passage]) -> list[Placed]:
    """Without lists and tables that begin there: these are a matter of the place."""
    return [
        Placed(block, each.label)
        for each in passages
        for block in each.blocks
        if block.tokens or len(each.blocks) == 1
    ]


How = tuple[int, tuple[int, ...]] | None


class _Standing:
    """What the live edition says of its passages, and the signatures that it names."""

    def __init__(self, record: EditionPassages | None) -> None:
        self.rows = record.rows if record else []
        named = {pk for row in self.rows for pk in (*row["signed"], *row["last"])}
        self._signatures = SignOff.objects.in_bulk(named) if named else {}

    def signatures(self, ids: Sequence[int]) -> list[SignOff]:
        return [self._signatures[pk] for pk in ids]


def _how(read: Read, stands: _Standing) -> How:
    if read.live_place is None:
        return None
    if read.live_place >= len(stands.rows):
        return 0, ()
    row = stands.rows[read.live_place]
    return row["since"], tuple(row["last"] or row["signed"])
