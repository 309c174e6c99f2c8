"""Spelling: for words that no live text holds, the nearest one that a live text does hold."""

from editorial.text.fold import placed
from immunosite.search.engine import Engine
from immunosite.search.models import SearchText
from immunosite.search.query import Phrase, Query

SHORTEST = 4
MAX_CORRECTED = 3
SIMILAR = 60
TRIED = 4


def corrected(typed: str, query: Query, engine: Engine) -> str:
    """What was typed, with its unknown words replaced; empty where there is nothing better."""
    better: dict[str, str] = {}
    for word in _unknown(query, engine):
        if found := _nearest(word, engine):
            better[word] = found
    if not better:
        return ""
    for each in reversed(list(placed(typed))):
        if each.text in better:
            typed = typed[: each.start] + better[each.text] + typed[each.end :]
    return typed


def _unknown(query: Query, engine: Engine) -> list[str]:
    """Not short forms: “card” is no better spelling of CART."""
    long_enough = [
        word
        for word in dict.fromkeys(query.typed)
        if len(word) >= SHORTEST and word.isalpha() and word not in query.short_forms
    ]
    return [word for word in long_enough if not engine.some(single(word), 1)][:MAX_CORRECTED]


def single(word: str) -> Query:
    return Query((((Phrase((word,)),),),))


def _nearest(word: str, engine: Engine) -> str:
    """By fewest slips of the pen. The word itself is read from a text that is live now."""
    slips = {each: distance(word, each) for each in engine.similar(word, SIMILAR)}
    allowed = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
    neighbours = sorted((slips[each], place, each) for place, each in enumerate(slips)
                  if 0 < slips[each] <= allowed)  # fmt: skip
    for _, _, each in neighbours[:TRIED]:
        held = engine.some(single(each), 1)
        text = SearchText.objects.filter(entry__in=held).first()
        columns = (text.title, text.names, text.summary, text.body) if text else ()
        if any(each in column.split() for column in columns):
            return each
    return ""


def distance(one: str, other: str) -> int:
    """Letters added, left out, changed, or swapped with a neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, target in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != target))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target
            row.append(min(cost, last[j - 2] + 1) if swapped else cost)
    return row[-1]
