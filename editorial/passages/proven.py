"""Who wrote and who signed each passage of an edition, once the record of it was found to hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from editorial.models import Edition, EditionPassages, SignOff
from editorial.models.edition_passages import Standing
from editorial.passages.derive import Passage, passages_of
from editorial.passages.tree import root_of
from editorial.proof import proven_signatures


@dataclass(frozen=True)
class ProvenPassages:
    """`rows` are in the order of the text."""

    rows: list[tuple[Passage, Standing]]
    signatures: dict[int, SignOff]

    def named(self, ids: Iterable[int]) -> list[SignOff]:
        return [self.signatures[pk] for pk in ids]


def proven_passages(edition: Edition) -> ProvenPassages | None:
    """None unless text, signatures and record belong together: then nobody is named. `edition` has
    gone through `as_signed`."""
    record = EditionPassages.objects.filter(edition=edition).select_related("edition").first()
    if edition.badge is None or record is None or not record.is_on_record():
        return None
    text = passages_of(edition.snapshot)
    named = set(_named_in(record.rows))
    signatures = proven_signatures(named)
    if record.root != root_of([each.leaf for each in text]).hex() or signatures.keys() != named:
        return None
    return ProvenPassages(list(zip(text, record.rows, strict=True)), signatures)


def _named_in(rows: Iterable[Standing]) -> Iterator[int]:
    for row in rows:
        yield from (*row["signed"], *row["first"], *row["last"])
