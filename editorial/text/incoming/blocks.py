"""The cleaned-up text as blocks, and its one way to be written: as the editor would write it."""

import re
from dataclasses import dataclass, field
from html import escape

from editorial.text.characters import clean_text

BREAK = "\n"  # in a run; all other white space is blanks by then
DEEPEST = 30  # lists and quotations inside each other; deeper ones stay at that level
# The order in which the editor nests them, a link around all.
MARKS = ("strong", "em", "sub", "sup")
EDGES = " \n\xa0"


@dataclass(frozen=True)
class Run:
    """Words of one form. White space is collapsed when the block is finished."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""

    @property
    def form(self) -> tuple[str, ...]:
        link = (f'a href="{escape(self.href)}"',) if self.href else ()
        return (*link, *(mark for mark in MARKS if mark in self.marks))


@dataclass
class Block:
    """A paragraph or heading."""

    tag: str
    runs: list[Run]

    @property
    def is_bold(self) -> bool:
        return all("strong" in run.marks for run in self.runs if run.text.strip(EDGES))


@dataclass
class Box:
    """What holds blocks: the text itself, a list, an item, a quotation, a table, a row, a cell."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Block | Box]" = field(default_factory=list)

    def blocks(self) -> list[Block]:
        """All paragraphs in it, whatever holds them."""
        own: list[Block] = []
        for child in self.children:
            own += [child] if isinstance(child, Block) else child.blocks()
        return own


def paragraphs(tag: str, runs: list[Run]) -> list[Block]:
    """The runs as blocks: white space collapsed, two breaks made the end of a paragraph."""
    parts: list[list[Run]] = [[]]
    last = BREAK
    for run in _joined(runs):
        text = re.sub(r"[ \xa0]*\n *", BREAK, re.sub(r" +", " ", clean_text(run.text)))
        if last in (" ", BREAK):
            text = text.lstrip(" ")
        pieces = re.split(r"\n(?:[ \xa0]*\n)+", text)
        for number, piece in enumerate(pieces):
            if number:
                parts.append([])
            if piece:
                parts[-1].append(Run(piece, run.marks, run.href))
        last = text[-1:] or last
    return [Block(tag, runs) for part in parts if (runs := _stripped(part))]


def _joined(runs: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].form == run.form:
            joined[-1] = Run(joined[-1].text + run.text, run.marks, run.href)
        elif run.text:
            joined.append(run)
    return joined


def _stripped(runs: list[Run]) -> list[Run]:
    """Without white space and breaks at the ends; nothing when that is all."""
    while runs and not (text := runs[0].text.lstrip(EDGES)):
        runs = runs[1:]
    if runs:
        runs = [Run(text, runs[0].marks, runs[0].href), *runs[1:]]
    while runs and not (text := runs[-1].text.rstrip(EDGES)):
        runs = runs[:-1]
    return [*runs[:-1], Run(text, runs[-1].marks, runs[-1].href)] if runs else []


def written(box: Box) -> str:
    return "".join(map(_element, box.children))


def _element(part: Block | Box) -> str:
    if isinstance(part, Block):
        return f"<{part.tag}>{_inline(part.runs)}</{part.tag}>"
    attributes = "".join(f' {name}="{value}"' for name, value in part.attributes.items())
    inner = "".join(map(_element, part.children))
    if part.tag == "li" and not isinstance(part.children[0], Block):
        inner = f"<p></p>{inner}"
    if part.tag == "table":
        inner = f"<tbody>{inner}</tbody>"
    return f"<{part.tag}{attributes}>{inner}</{part.tag}>"


def _inline(runs: list[Run]) -> str:
    """Elements that two runs share from the outside in stay open between them."""
    out: list[str] = []
    open_now: tuple[str, ...] = ()
    for run in [*runs, Run("")]:
        form = run.form
        shared = 0
        while shared < min(len(form), len(open_now)) and form[shared] == open_now[shared]:
            shared += 1
        out += [f"</{name.split()[0]}>" for name in reversed(open_now[shared:])]
        out += [f"<{name}>" for name in form[shared:]]
        out.append(escape(run.text, quote=False).replace(BREAK, "<br>"))
        open_now = form
    return "".join(out)
