"""What was left out on the way in: counted, and where it helps, named."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum

from editorial.text.plain_text import shortened

MOST_NAMED = 3
LONGEST_NAME = 60  # characters


class What(Enum):
    """One and many of it, and what became of it."""

    DELETED = ("deleted passage", "deleted passages", "left out")
    COMMENT = ("comment", "comments", "left out")
    HIDDEN = ("hidden passage", "hidden passages", "left out")
    UNSEEN = ("character that cannot be seen", "characters that cannot be seen", "left out")
    DESCRIBED = ("picture (its description is kept)", "pictures (their descriptions are kept)",
                 "left out")  # fmt: skip
    PICTURE = ("picture without a description", "pictures without a description", "left out")
    EMBEDDED = ("embedded item", "embedded items", "left out")
    CONTROL = ("form control", "form controls", "left out")
    TITLE = ("explanation that shows on pointing", "explanations that show on pointing",
             "left out")  # fmt: skip
    NUMBERING = ("list with numbers of another kind", "lists with numbers of another kind",
                 "numbered 1, 2, 3")  # fmt: skip
    FORMULA = ("part of a formula", "parts of formulas",
               "kept as plain words (see that they read right)")  # fmt: skip
    NESTED = ("table inside a table", "tables inside a table", "taken apart into paragraphs")
    NO_ADDRESS = ("link without an address", "links without an address", "kept as plain words")
    NO_WORDS = ("link without words", "links without words", "left out")
    NOT_WHOLE = ("link without a whole address", "links without a whole address",
                 "kept as plain words")  # fmt: skip
    FORBIDDEN = ("link with an address that is not allowed",
                 "links with an address that is not allowed", "kept as plain words")  # fmt: skip
    IN_PAGE = ("link within the page", "links within the page", "kept as plain words")
    NOTE_MARK = ("footnote mark", "footnote marks", "kept as plain words")


@dataclass(frozen=True)
class LeftOut:
    """`names` are the first few of them, in the words of the text or by their address."""

    what: What
    count: int
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        """“2 deleted passages were left out”"""
        one, many, became = self.what.value
        noun, verb = (one, "was") if self.count == 1 else (many, "were")
        named = ": " + ", ".join(f"“{name}”" for name in self.names) if self.names else ""
        return f"{self.count} {noun} {verb} {became}{named}"


class Report:
    def __init__(self) -> None:
        self._counts: Counter[What] = Counter()
        self._names: dict[What, dict[str, None]] = {}

    def add(self, what: What, name: str = "", times: int = 1) -> None:
        self._counts[what] += times
        names = self._names.setdefault(what, {})
        if name and len(names) < MOST_NAMED:
            names[shortened(" ".join(name.split()), LONGEST_NAME)] = None

    def left_out(self) -> tuple[LeftOut, ...]:
        return tuple(
            LeftOut(what, self._counts[what], tuple(self._names[what]))
            for what in What
            if self._counts[what]
        )
