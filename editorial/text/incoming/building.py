"""The tree to blocks: one walk, with the state that an element hands down to what is in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement as Element

from editorial.text.incoming import styles
from editorial.text.incoming.blocks import BREAK, DEEPEST, Block, Box, Run, paragraphs
from editorial.text.incoming.boxes import (
    cell_box,
    count_down,
    holder_of,
    last_item,
    new_list,
    ordered,
    takes,
)
from editorial.text.incoming.report import Report
from editorial.text.incoming.styles import Styles
from editorial.text.incoming.tables import finished_table
from editorial.text.incoming.tree import BLOCKS
from editorial.text.incoming.word_lists import Item, list_start, list_type

BLANKS = re.compile(r"[ \t\n\r\f]+")
BOLD = frozenset({"b", "strong"})
ITALIC = frozenset({"i", "em", "cite", "dfn", "var"})
LISTS = frozenset({"ul", "ol", "menu", "dir"})
PREFORMATTED = frozenset({"pre", "listing", "xmp"})
HEADING = re.compile(r"h([1-6])\Z")
HEADING_CLASS = re.compile(r"(?:^|\s)(?:Mso)?(?:Heading([1-9])|(Title))(?:\s|\Z)")
QUOTES = (("“", "”"), ("‘", "’"))


@dataclass(frozen=True)
class State:
    """What holds for the text at one place of the tree."""

    tag: str = "p"
    marks: frozenset[str] = frozenset()
    href: str = ""
    keeps_lines: bool = False
    keeps_blanks: bool = False
    quotes: int = 0


class Builder:
    def __init__(
        self,
        sheet: Styles,
        items: dict[Element, Item],
        marks: set[Element],
        report: Report,
        *,
        from_office: bool,
    ) -> None:
        self.from_office = from_office
        self.sheet, self.items, self.note_marks, self.report = sheet, items, marks, report
        self.text = Box("")
        self._boxes = [self.text]  # open, from the outside in
        self._states = [State()]
        self._opened: list[int] = []  # how many boxes each open element has opened
        self._runs: list[Run] = []
        # Of each box, the open levels of the list that its last child is.
        self._levels: dict[int, list[tuple[int, str, Box]]] = {}

    def build(self, root: Element) -> Box:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._start(element)
                self._say(element.text)
            else:
                self._end(element)
                self._say(element.tail if element is not root else "")
        self._flush()
        return self.text

    # Elements

    def _start(self, element: Element) -> None:
        if element.tag in BLOCKS:
            self._flush()
        elif element.tag == "br":
            self._runs.append(Run(BREAK, self._states[-1].marks, self._states[-1].href))
        before = len(self._boxes)
        state = self._state_in(element)
        for box in self._boxes_of(element):
            self._open(box)
        self._states.append(state)
        self._opened.append(len(self._boxes) - before)
        if element.tag == "q":
            self._say(QUOTES[(state.quotes - 1) % 2][0])
        elif element.tag == "rt":
            self._say(" (")

    def _end(self, element: Element) -> None:
        if element.tag == "q":
            self._say(QUOTES[(self._states[-1].quotes - 1) % 2][1])
        elif element.tag == "rt":
            self._say(")")
        if element.tag in BLOCKS:
            self._flush()
        self._states.pop()
        for _ in range(self._opened.pop()):
            self._close()

    def _state_in(self, element: Element) -> State:
        state, style = self._states[-1], self.sheet.of(element)
        tag = element.tag
        keeps = styles.is_preformatted(style)
        if tag in PREFORMATTED:
            state = replace(state, keeps_lines=True, keeps_blanks=True)
        elif keeps is not None:
            state = replace(state, keeps_lines=keeps, keeps_blanks=False)
        if level := self._heading_level(element, style):
            state = replace(state, tag=f"h{min(max(level, 2), 4)}")
        marks = _marks_in(element, style, state.marks)
        if element in self.note_marks:
            marks -= {"sup", "sub"}
        href = element.get("href", "") if tag == "a" else state.href
        return replace(state, marks=marks, href=href, quotes=state.quotes + (tag == "q"))

    def _heading_level(self, element: Element, style: dict[str, str]) -> int:
        """1 to 9, or 0. Word writes a heading's level in its class or its style."""
        if found := HEADING.match(element.tag):
            return int(found[1])
        if element.tag not in BLOCKS:
            return 0
        if element.get("role") == "heading":
            level = element.get("aria-level", "")
            return int(level) if level.isdecimal() and len(level) == 1 else 2
        outline = style.get("mso-outline-level", "")
        if outline.isdecimal():
            return int(outline[:1])
        if named := HEADING_CLASS.search(element.get("class", "")):
            return int(named[1] or 1)
        return 0

    def _boxes_of(self, element: Element) -> Iterator[Box]:
        """Read lazily: each is open before the next one is asked for."""
        tag = element.tag
        if item := self.items.get(element):
            yield from self._item_boxes(item)
        elif tag in LISTS:
            if not any(child in self.items for child in element.iterchildren("li")):
                if element.get("reversed") is not None:
                    count_down(element)
                yield self._list_box(element)
        elif tag == "li" and self._boxes[-1].tag in ("ul", "ol"):
            self._number(element.get("value", ""))
            yield Box("li")
        elif tag == "blockquote" and self._boxes[-1].tag != "li":
            yield Box("blockquote")
        elif tag == "table":
            yield Box("table", {"of": element.get("role", "")})
        elif tag == "tr" and self._boxes[-1].tag == "table":
            yield Box("tr", {"head": self._head_of(element)})
        elif tag in ("td", "th") and self._boxes[-1].tag == "tr":
            yield cell_box(element)

    def _head_of(self, row: Element) -> str:
        """`yes` for a header row, `maybe` for the first row of a program without such rows."""
        around = row.getparent()
        if around is not None and around.tag == "thead":
            return "yes"
        is_first = next(row.itersiblings("tr", preceding=True), None) is None
        return "maybe" if self.from_office and is_first else ""

    # Boxes

    def _list_box(self, element: Element) -> Box:
        if element.tag != "ol":
            return Box("ul")
        return ordered(list_start(element), list_type(element, self.sheet.of(element)))

    def _open(self, box: Box) -> None:
        around = self._boxes[-1]
        if len(self._boxes) > DEEPEST:
            box = Box("", {}, [])  # its blocks go to the one around it
        elif box.tag in ("ul", "ol", "blockquote", "table") and around.tag in ("ul", "ol"):
            # A list right inside a list belongs to the item before it.
            around = last_item(around)
        if box.tag:
            around.children.append(box)
        self._boxes.append(box if box.tag else around)

    def _number(self, value: str) -> None:
        """An item with a number of its own: a list begins with it, or goes on as another list."""
        around = self._boxes[-1]
        start = int(around.attributes.get("start", "1"))
        if around.tag == "ul" or not value.isdecimal() or len(value) > 6:
            return
        if int(value) == start + len(around.children):
            return
        box = ordered(int(value), around.attributes.get("type", ""))
        if around.children:
            holder_of(around, self._boxes[-2]).children.append(box)
            self._boxes[-1] = box
        else:
            around.attributes = box.attributes

    def _close(self) -> None:
        box = self._boxes.pop()
        around = self._boxes[-1]
        if box is around:
            return
        if box.tag == "table":
            holder = holder_of(box, around)
            place = holder.children.index(box)
            holder.children[place : place + 1] = finished_table(
                box, is_nested=any(each.tag in ("td", "th") for each in self._boxes),
                report=self.report,
            )  # fmt: skip
        elif box.tag in ("ul", "ol", "li", "blockquote") and not box.blocks():
            holder_of(box, around).children.remove(box)

    def _item_boxes(self, item: Item) -> Iterator[Box]:
        """The lists and items between here and the paragraph, so that levels become nesting."""
        base = self._boxes[-1]
        if base.tag in ("ul", "ol"):
            # A list right inside a list belongs to the item before it.
            base = last_item(base)
        open_lists = self._levels.setdefault(id(base), [])
        if open_lists and (not base.children or base.children[-1] is not open_lists[0][2]):
            open_lists.clear()
        while open_lists and (open_lists[-1][0] > item.level or open_lists[-1][1] != item.key):
            open_lists.pop()
        if open_lists and open_lists[-1][0] == item.level and not takes(open_lists[-1][2], item):
            open_lists.pop()
        if open_lists and open_lists[-1][0] == item.level:
            around = open_lists[-1][2]
        else:
            around = new_list(item)
            holder = last_item(open_lists[-1][2]) if open_lists else base
            holder.children.append(around)
            open_lists.append((item.level, item.key, around))
        box = Box("li")
        self._boxes.append(around)  # closed with the item; an empty list goes with it
        yield box

    # Text

    def _say(self, text: str | None) -> None:
        if not text:
            return
        state = self._states[-1]
        if not state.keeps_lines:
            text = BLANKS.sub(" ", text)
        else:
            text = text.replace("\r\n", BREAK).replace("\r", BREAK).replace("\f", BREAK)
            if state.keeps_blanks:
                text = "\n".join(line.expandtabs(4) for line in text.split("\n"))
                text = re.sub(r"  +|(?<=\n) ", lambda gap: "\xa0" * len(gap[0]), text)
            else:
                text = text.replace("\t", " ")
        self._runs.append(Run(text, state.marks, state.href))

    def _flush(self) -> None:
        """End the paragraph."""
        if not self._runs:
            return
        runs, self._runs = self._runs, []
        around = self._boxes[-1]
        # An item or a cell begins with a paragraph, as the editor's do.
        tag = "p" if around.tag in ("ul", "ol", "li", "td", "th") else self._states[-1].tag
        blocks = paragraphs(tag, runs)
        if not blocks:
            return
        if around.tag in ("ul", "ol"):
            around = last_item(around)
        around.children += [_plain_heading(block) for block in blocks]


def _marks_in(element: Element, style: dict[str, str], marks: frozenset[str]) -> frozenset[str]:
    tag = element.tag
    for mark, tags, said in (
        ("strong", BOLD, styles.is_bold(style)),
        ("em", ITALIC, styles.is_italic(style)),
    ):
        if said is True or (said is None and tag in tags):
            marks |= {mark}
        elif said is False:
            marks -= {mark}
    script = tag if tag in ("sup", "sub") else ""
    if not script and tag not in BLOCKS:
        script = styles.raised(style)
    return marks - {"sup", "sub"} | {script} if script else marks


def _plain_heading(block: Block) -> Block:
    """A heading is strong by itself."""
    if block.tag == "p" or not block.is_bold:
        return block
    runs = [replace(run, marks=run.marks - {"strong"}) for run in block.runs]
    return Block(block.tag, runs)
