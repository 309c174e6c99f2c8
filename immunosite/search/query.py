"""From what a reader typed to what is looked for. Nothing that is typed is a syntax.

A query is groups that must all be found; a group is alternatives, of which one is enough; an
alternative is phrases that must all be found; a phrase is words in a row. Words are letters and
digits only, so no engine can read an operator into them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from editorial.text.fold import words
from immunosite.search.names import LONGEST_NAME, Names

MAX_LENGTH = 200
MAX_WORDS = 20

CHUNK = re.compile(r'"[^"]*"|[^\s"]+')
POSSESSIVE = re.compile(r"(?<=[^\W_])['’][sS]\b")
# They stand in nearly every text; not looked for where other words are given.
SMALL = """
    a about all an and any are as at be been but by can could do does did for from had has have how
    i if in into is it its me my of on or our should so than that the their them then there these
    they this to was we were what when where which who why will with would you your
"""
SMALL_WORDS = frozenset(SMALL.split())


@dataclass(frozen=True)
class Phrase:
    """Words in a row; with `prefix`, the last may go on."""

    words: tuple[str, ...]
    prefix: bool = False


Alternative = tuple[Phrase, ...]
Group = tuple[Alternative, ...]


@dataclass(frozen=True)
class Query:
    groups: tuple[Group, ...] = ()
    # The other names that were put beside the words, for the reader to see.
    also: tuple[str, ...] = ()
    # The entries that are called exactly what was typed.
    exact: tuple[int, ...] = ()
    # Words that were typed as short forms: CART, TVEC.
    short_forms: frozenset[str] = frozenset()
    # Not all of the words are needed.
    is_loose: bool = False

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def phrases(self) -> Iterator[Phrase]:
        return (phrase for group in self.groups for option in group for phrase in option)

    @property
    def typed(self) -> list[str]:
        """The words as they were typed, without other names."""
        options = (group[0] for group in self.groups)
        return [word for option in options for phrase in option for word in phrase.words]

    def open_ended(self) -> "Query":
        """With the last word as the beginning of one."""
        if not self.groups:
            return self
        *before, last = self.groups
        return replace(self, groups=(*before, tuple(map(_open, last))))

    def loosened(self, needed: Group) -> "Query":
        """One group is enough; the others only say what comes first."""
        others = tuple(option for group in self.groups for option in group)
        return replace(self, groups=(needed, others), is_loose=True)


def _open(option: Alternative) -> Alternative:
    *before, last = option
    return (*before, replace(last, prefix=len(last.words[-1]) > 1))


@dataclass(frozen=True)
class Word:
    text: str
    chunk: int
    is_small: bool
    is_short_form: bool


def read(typed: str, *, widen: bool = True) -> Query:
    """Two queries to the database, for the names and spellings among the words; none where the
    reader wants nothing but what was typed (`widen`)."""
    typed = POSSESSIVE.sub("", typed[:MAX_LENGTH])
    given = _words(typed)
    names = Names(given_key(given[i:j]) for i, j in _spans(len(given)) if widen)
    groups: list[Group] = []
    also: dict[str, None] = {}
    for run, others in _parted(given, names):
        also |= dict.fromkeys(others)
        if asked := _alternative(run):
            joined = _joined(run) if widen else ()
            groups.append((asked, *joined, *(((Phrase(tuple(words(name))),)) for name in others)))
    if not groups and given:
        groups = [((Phrase((word.text,)),),) for word in given]
    return Query(
        tuple(groups),
        tuple(also),
        tuple(names.entries(given_key(given))),
        frozenset(word.text for word in given if word.is_short_form),
    )


def has_words(typed: str) -> bool:
    """Whether `read` makes a question of it."""
    return bool(_words(POSSESSIVE.sub("", typed[:MAX_LENGTH])))


def given_key(given: list[Word]) -> str:
    return " ".join(word.text for word in given)


def _words(typed: str) -> list[Word]:
    """The words, each with the number of its chunk: “anti-PD-1” is one, as if in quotes."""
    shouted = typed.isupper()
    found = [
        Word(word, number, _is_small(chunk[0], shouted), chunk[0].isupper())
        for number, chunk in enumerate(CHUNK.finditer(typed))
        for word in words(chunk[0])
    ]
    return found[:MAX_WORDS]


def _is_small(chunk: str, shouted: bool) -> bool:
    """“all” is, “ALL” is a leukaemia."""
    chunk = chunk.strip(".,;:?!'’()")
    short_form = len(chunk) > 1 and chunk.isupper() and not shouted
    return chunk.lower() in SMALL_WORDS and not short_form


def _spans(count: int) -> Iterator[tuple[int, int]]:
    for i in range(count):
        yield from ((i, j) for j in range(min(count, i + LONGEST_NAME), i, -1))


def _parted(given: list[Word], names: Names) -> Iterator[tuple[list[Word], list[str]]]:
    """The words in runs, from left to right: the longest name first, else word by word."""
    start = 0
    while start < len(given):
        end = next((j for i, j in _spans(len(given)) if i == start and _is_name(given[i:j], names)),
                   _chunk_end(given, start, names))  # fmt: skip
        run = given[start:end]
        yield run, names.others(given_key(run)) if _is_name(run, names) else []
        start = end


def _is_name(run: list[Word], names: Names) -> bool:
    return names.known(given_key(run)) and not all(word.is_small for word in run)


def _chunk_end(given: list[Word], start: int, names: Names) -> int:
    """Where the chunk ends, or a name begins in it."""
    end = start + 1
    while end < len(given) and given[end].chunk == given[start].chunk:
        if any(i == end and _is_name(given[i:j], names) for i, j in _spans(len(given))):
            break
        end += 1
    return end


def _alternative(run: list[Word]) -> Alternative:
    wanted = [word for word in run if not word.is_small]
    return tuple(
        Phrase(tuple(word.text for word in chunk))
        for _, chunk in groupby(wanted, key=lambda word: word.chunk)
    )


def _joined(run: list[Word]) -> tuple[Alternative, ...]:
    """“T-VEC” as TVEC too; the index holds the other way round."""
    parts = [word.text for word in run]
    is_compound = len({word.chunk for word in run}) == 1 and len(parts) == 2
    return ((Phrase(("".join(parts),)),),) if is_compound and all(map(str.isalpha, parts)) else ()
