"""Notes: what changed besides the words, said in words."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from django.utils.text import capfirst

from editorial.changes.blocks import Block
from editorial.changes.lookalikes import lookalikes
from editorial.changes.tokens import ASIDE, BREAK, WHITE, Token
from editorial.changes.word_diff import DELETED, INSERTED, Run
from editorial.text.unseen import named

QUOTED = 60  # characters of a text that stand in a note
BEGINS = "numbering begins at"
UNREPORTED = {ASIDE, BREAK}
MOST = 20


def notes_of(before: Block, after: Block, runs: Sequence[Run]) -> str:
    """Of two blocks that one became the other. Empty where the runs say it all."""
    was, now = _characters(before.tokens), _characters(after.tokens)
    looks = _marks(was, now) if _text(was) == _text(now) else _looks(runs)
    return " ".join([*_form(before, after), *looks])


def _form(before: Block, after: Block) -> Iterator[str]:
    if before.kind != after.kind:
        yield f"Was: {before.kind.lower()}. Is now: {after.kind.lower()}."
    if before.place != after.place:
        yield f"Stood {_place(before)}; now stands {_place(after)}."
    old, new = dict(before.facts), dict(after.facts)
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield _fact(name, old.get(name), new.get(name))
    if before.facts != after.facts and old == new:
        yield "Its settings are written in another order."


def _place(block: Block) -> str:
    """“in a list item, in a numbered list”."""
    return ", ".join(f"in a {each.lower()}" for each in reversed(block.place)) or "by itself"


def _fact(name: str, old: str | None, new: str | None) -> str:
    if name == BEGINS:
        return f"Numbering began at {old or 1}, now at {new or 1}."
    return f"{capfirst(named(name))}: {_value(old)} before, {_value(new)} now."


def _value(value: str | None) -> str:
    return "none" if value is None else _short(value) or "empty"


def _looks(runs: Sequence[Run]) -> Iterator[str]:
    """Of words that were replaced by the same words, or by words that look the same."""
    for old, new in pairwise(runs):
        if (old.how, new.how) == (DELETED, INSERTED):
            was, now = _characters(old.tokens), _characters(new.tokens)
            if _text(was) == _text(now):
                yield from _marks(was, now)
            elif note := lookalikes(_text(was), _text(now)):
                yield note


Characters = list[tuple[str, frozenset[str]]]


def _marks(old: Characters, new: Characters) -> Iterator[str]:
    """Character by character, because “10⁹” is two words where “109” is one."""
    pairs = zip(old, new, strict=True)
    for (was, now), group in groupby(pairs, key=lambda pair: (pair[0][1], pair[1][1])):
        text = _short("".join(character for (character, _), _ in group).strip())
        notes = [f"is now {mark}" for mark in sorted(map(named, now - was - UNREPORTED))]
        notes += [f"is no longer {mark}" for mark in sorted(map(named, was - now - UNREPORTED))]
        if text and notes:
            yield f"“{text}” {', '.join(notes)}."


def _characters(tokens: Sequence[Token]) -> Characters:
    """Of the text itself, without the white space after it."""
    found = [
        (character, token.marks)
        for token in tokens
        for character in ("" if ASIDE in token.marks else token.text) + token.gap
    ]
    while found and found[-1][0] in WHITE:
        found.pop()
    return found


def _text(characters: Characters) -> str:
    return "".join(character for character, _ in characters)


def _short(text: str) -> str:
    return named(text if len(text) <= QUOTED else f"{text[:QUOTED]}…")


def unseen_notes(before: Block, after: Block) -> Iterator[str]:
    """Of two blocks that read the same: the numbers in them that follow from the rest."""
    for old, new in zip(before.tokens, after.tokens, strict=True):
        if old.text != new.text:
            yield f"Citation{old.text} is now{new.text}."
    was, now = dict(before.unseen), dict(after.unseen)
    for name in dict.fromkeys([*was, *now]):
        if was.get(name) != now.get(name):
            of = f" of “{_short(after.text)}”" if after.text.strip() else ""
            yield f"{name}{of}: {_value(was.get(name))} before, {_value(now.get(name))} now."


def listed(notes: Sequence[str]) -> str:
    once = list(dict.fromkeys(notes))
    rest = f" And {len(once) - MOST} more." if len(once) > MOST else ""
    return " ".join(once[:MOST]) + rest
