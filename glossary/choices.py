"""Where in a text the writer decided about links: see `editorial.text.term_choices`."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape

from editorial.text.term_choices import read_choice
from glossary.matcher import Found, Term
from glossary.sentences import Sentences
from glossary.written import parted


@dataclass(frozen=True)
class _Passage:
    words: list[str]
    first: int  # of the words, those of the link
    last: int
    slug: str
    line: str


class Choices:
    """Read once for each page. A line that cannot be read, which no save lets through, is none."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.passages = []
        for line in lines:
            with suppress(ValueError):
                self.passages.append(_passage(line))

    def __bool__(self) -> bool:
        return bool(self.passages)

    def places(self, text: Sentences, terms: Mapping[str, Term]) -> list[Found]:
        """The places decided about; without a term where no link is to be. They do not overlap:
        the line that stands first goes first."""
        taken: set[int] = set()
        found = []
        for each in self.passages:
            for start in _starts(each.words, text.any_case):
                words = range(start + each.first, start + each.last + 1)
                if taken.isdisjoint(words):
                    taken.update(words)
                    found.append(Found(words[0], words[-1], "", terms.get(each.slug), each.line))
        return found


def _passage(line: str) -> _Passage:
    """Raises ValueError."""
    choice = read_choice(line)
    before, own, after = map(_words, (choice.before, choice.words, choice.after))
    if not own:
        raise ValueError(choice.words)
    last = len(before) + len(own) - 1
    return _Passage([*before, *own, *after], len(before), last, choice.slug, line)


def _words(text: str) -> list[str]:
    return Sentences(parted(escape(text))).any_case if text.strip() else []


def _starts(words: list[str], text: list[str]) -> Iterator[int]:
    for start in range(len(text) - len(words) + 1):
        if text[start] == words[0] and text[start : start + len(words)] == words:
            yield start
