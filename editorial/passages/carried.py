"""Carried signatures: since when each passage stands, and who signed it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from editorial.models import Edition, EditionPassages, Scope, SignOff, User
from editorial.models.edition_passages import Author, Standing
from editorial.passages.align import unchanged
from editorial.passages.derive import Passage, passages_of
from editorial.passages.ledger import authors_by_passage
from editorial.passages.tree import root_of


@dataclass(frozen=True)
class Carrier:
    """The live edition that a new one follows: its text, and what it says of each passage."""

    text: Sequence[Passage]
    rows: Sequence[Standing]


def carry(edition: Edition, live: Edition | None, sign_offs: Iterable[SignOff]) -> EditionPassages:
    """What stands in a new edition, not yet in the database. `live` is the one that its text was
    compared with, if readers have it still."""
    text = passages_of(edition.snapshot)
    return EditionPassages(
        edition=edition,
        carried_from=live,
        root=root_of([each.leaf for each in text]).hex(),
        rows=standings(
            text,
            edition.number,
            sign_offs,
            carrier(live),
            _authors(edition, text),
        ),
    )


def standings_again(record: EditionPassages) -> list[Standing]:
    """What `rows` should be, by the editions alone; the authors are taken as they stand there."""
    edition = record.edition
    authors = {row["passage"]: row["authors"] for row in record.rows}
    text = passages_of(edition.snapshot)
    before = carrier(record.carried_from)
    return standings(text, edition.number, edition.review.sign_offs.all(), before, authors)


def carrier(live: Edition | None) -> Carrier:
    """Nothing where there is no live edition, or no record of its passages."""
    record: EditionPassages | None = getattr(live, "passages", None)
    if live is None or record is None:
        return Carrier((), ())
    return Carrier(passages_of(live.snapshot), record.rows)


def standings(
    text: Sequence[Passage],
    number: int,
    sign_offs: Iterable[SignOff],
    before: Carrier,
    authors: Mapping[str, list[Author]],
) -> list[Standing]:
    """What is unchanged keeps its edition and its first signers. A passage is signed as part of a
    whole only by who read the whole: a signature on the changes moves nothing of the rest."""
    signed = list(sign_offs)
    new = sorted(each.pk for each in signed)
    whole = sorted(each.pk for each in signed if each.scope == Scope.WHOLE)
    same = unchanged(before.text, text)
    rows = []
    for place, passage in enumerate(text):
        old = before.rows[same[place]] if place in same else None
        rows.append(
            Standing(
                passage=passage.name,
                since=old["since"] if old else number,
                signed=old["signed"] if old else new,
                first=(old["first"] if old else []) or whole,
                last=whole or (old["last"] if old else []),
                authors=authors[passage.name],
            )
        )
    return rows


def _authors(edition: Edition, text: Sequence[Passage]) -> dict[str, list[Author]]:
    """With the names that people have now; in the order of their accounts."""
    found = authors_by_passage(edition.document, text, edition.review.text_frozen_at())
    people = User.objects.in_bulk({pk for ids in found.values() for pk in ids})
    return {
        name: [Author(id=pk, name=str(people[pk])) for pk in sorted(ids)]
        for name, ids in found.items()
    }
