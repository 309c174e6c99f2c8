"""Who wrote what, followed from save to save. Pure: the ledger keeps what this says.

A passage that is new or changed has as authors whoever saved it; all authors of what it came from,
as the comparison and `sharing` find it in the text before; and all authors of whatever earlier
passage of the document it shares enough with, so that a text that was taken out and brought back
keeps its first author, too. Nothing ever takes an author from a passage.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from editorial.passages.align import aligned
from editorial.passages.derive import Passage
from editorial.passages.likeness import sharing


@dataclass(frozen=True)
class Entry:
    """For the ledger. `words` where it is the passage's first."""

    passage: str
    author: int
    took_out: bool = False
    words: str = ""


@dataclass
class Known:
    """What the ledger holds of one document: authors and words by the passage's name."""

    authors: dict[str, set[int]] = field(default_factory=dict)
    takers: dict[str, set[int]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        people = self.takers if entry.took_out else self.authors
        people.setdefault(entry.passage, set()).add(entry.author)
        self.words.setdefault(entry.passage, entry.words)

    def of(self, names: Iterable[str]) -> set[int]:
        return {author for name in names for author in self.authors.get(name, ())}


def entries(
    old: Sequence[Passage], new: Sequence[Passage], known: Known, *, by: int
) -> list[Entry]:
    """What a save adds to the ledger: nothing of what it left as it was."""
    found = aligned(old, new)
    authors: dict[str, set[int]] = {}
    changed = {new[place].name: new[place].words for place in found.changed}
    likely = sharing(known.words, changed) if changed else {}
    for place, origins in found.origins.items():
        passage = new[place]
        came_from = {passage.name, *(old[i].name for i in origins), *likely[passage.name]}
        authors.setdefault(passage.name, {by}).update(known.of(came_from))
    standing = {each.name for each in new}
    taken = {old[place].name for place in found.removed}
    # Of two that read alike one was taken out: the other is what that made of the page.
    for name in taken & standing:
        authors.setdefault(name, set()).add(by)
    gone = {name: {by} for name in taken - standing}
    first = (each for each in (*old, *new) if each.name not in known.words)
    new_words = {each.name: each.words for each in first}
    return [*_added(authors, known.authors, new_words),
            *_added(gone, known.takers, new_words, took_out=True)]  # fmt: skip


def _added(
    people: dict[str, set[int]],
    already: dict[str, set[int]],
    words: dict[str, str],
    took_out: bool = False,
) -> Iterator[Entry]:
    for name in sorted(people):
        for author in sorted(people[name] - already.get(name, set())):
            yield Entry(name, author, took_out, words.pop(name, ""))
