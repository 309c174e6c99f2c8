"""Whatever people do to a page one after the other, nobody's words lose their author.

    PASSAGE_SEQUENCES=10000 pytest tests/editorial/passages/test_sequences.py

Without a database: the ledger keeps what `entries` says.
"""

import os
from itertools import count

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from editorial.passages import Passage, aligned, passages_of
from editorial.passages.authors import Known, entries
from tests.editorial.passages.test_passages import snapshot

SEQUENCES = int(os.environ.get("PASSAGE_SEQUENCES", "40"))
WEN, WILL, RAVI, MEI = range(1, 5)
people = st.sampled_from([WEN, WILL, RAVI, MEI])
numbers = st.integers(0, 99)
DEEDS = ["write", "comma", "reword", "move", "split", "merge", "take out", "bring back", "copy",
         "bring in", "head"]  # fmt: skip
deeds = st.tuples(st.sampled_from(DEEDS), people, numbers, numbers)


class Page:
    """A page as its paragraphs; `truth` says by each text whose words are in it."""

    def __init__(self) -> None:
        self.fresh = map("word{}".format, count())
        self.truth: dict[str, set[int]] = {}
        self.texts: list[str] = []
        self.heading = "Skin"
        self.known = Known()
        self.passages: tuple[Passage, ...] = ()

    def do(self, deed: str, by: int, one: int, other: int) -> None:
        if self.texts or deed in ("write", "bring in"):
            getattr(self, deed.replace(" ", "_"))(by, one % max(len(self.texts), 1), other)
            self.save(by)

    def put(self, place: int, text: str, by: int, *sources: str) -> None:
        self.texts.insert(place, text)
        whose = {by}.union(*(self.truth[source] for source in sources))
        self.truth.setdefault(text, set()).update(whose)

    def become(self, place: int, text: str, by: int) -> None:
        self.put(place, text, by, self.texts.pop(place))

    def write(self, by: int, place: int, length: int) -> None:
        self.put(place, " ".join(next(self.fresh) for _ in range(6 + length % 8)), by)

    def comma(self, by: int, place: int, at: int) -> None:
        words = self.texts[place].split()
        words[at % len(words)] += ","
        self.become(place, " ".join(words), by)

    def reword(self, by: int, place: int, at: int) -> None:
        """Every third word is another."""
        words = self.texts[place].split()
        words[at % 3 :: 3] = [next(self.fresh) for _ in words[at % 3 :: 3]]
        self.become(place, " ".join(words), by)

    def move(self, by: int, place: int, to: int) -> None:
        """Whoever moved it is an author of it, or of what stands beside it now."""
        self.texts.insert(to % len(self.texts), self.texts.pop(place))

    def split(self, by: int, place: int, _: int) -> None:
        words = self.texts[place].split()
        if len(words) >= 8:
            whole = self.texts.pop(place)
            for half in (words[len(words) // 2 :], words[: len(words) // 2]):
                self.put(place, " ".join(half), by, whole)

    def merge(self, by: int, place: int, _: int) -> None:
        if place + 1 < len(self.texts):
            both = self.texts.pop(place), self.texts.pop(place)
            self.put(place, " ".join(both), by, *both)

    def take_out(self, by: int, place: int, _: int) -> None:
        del self.texts[place]

    def bring_back(self, by: int, place: int, which: int) -> None:
        text = list(self.truth)[which % len(self.truth)]
        self.put(place, text, by, text)

    def copy(self, by: int, place: int, which: int) -> None:
        """Not to the letter."""
        text = list(self.truth)[which % len(self.truth)]
        self.put(place, f"{text} {next(self.fresh)}", by, text)

    def bring_in(self, by: int, place: int, which: int) -> None:
        """An import: another text, and one paragraph of this one."""
        kept = self.texts[-1:]
        self.texts.clear()
        self.write(by, 0, which)
        self.texts += kept

    def head(self, by: int, place: int, _: int) -> None:
        self.heading = next(self.fresh)

    def save(self, by: int) -> None:
        body = "".join(f"<p>{text}</p>" for text in self.texts)
        new = passages_of(snapshot(f"<h2>{self.heading}</h2>{body}"))
        same = aligned(self.passages, new).same
        assert all(new[j].leaf == self.passages[i].leaf for j, i in same.items())
        for entry in entries(self.passages, new, self.known, by=by):
            self.known.add(entry)
        changed = {new[j].name for j in range(len(new)) if j not in same}
        assert all(by in self.known.authors[name] for name in changed)
        self.passages = new

    def authors(self, text: str) -> set[int]:
        return self.known.of(each.name for each in self.passages if each.text == text)


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    derandomize=SEQUENCES < 1000,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    database=None,
)
@given(st.lists(deeds, min_size=2, max_size=12))
def test_nobody_signs_own_words_whatever_others_do_to_them(sequence):
    page = Page()
    for deed in sequence:
        page.do(*deed)
        for text in page.texts:
            assert page.truth[text] <= page.authors(text), (deed, text)
    assert all(page.known.authors.get(each.name) for each in page.passages)
