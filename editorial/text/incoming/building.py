"""The tree to blocks: one walk, which opens and closes the boxes that hold them."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement as Element

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
from editorial.text.incoming.formatting import Format, format_in
from editorial.text.incoming.report import Report
from editorial.text.incoming.styles import Styles
from editorial.text.incoming.tables import finished_table
from editorial.text.incoming.tree import BLOCKS
from editorial.text.incoming.word_lists import Item, list_start, list_type

LISTS = frozenset({"ul", "ol", "menu", "dir"})


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
        self._formats = [Format()]
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
            self._runs.append(Run(BREAK, self._formats[-1].marks, self._formats[-1].href))
        before = len(self._boxes)
        inside = format_in(element, self._formats[-1], self.sheet, self.note_marks)
        for box in self._boxes_of(element):
            self._open(box)
        self._formats.append(inside)
        self._opened.append(len(self._boxes) - before)
        if element.tag == "q":
            self._say(inside.quotation_marks[0])
        elif element.tag == "rt":
            self._say(" (")

    def _end(self, element: Element) -> None:
        if element.tag == "q":
            self._say(self._formats[-1].quotation_marks[1])
        elif element.tag == "rt":
            self._say(")")
        if element.tag in BLOCKS:
            self._flush()
        self._formats.pop()
        for _ in range(self._opened.pop()):
            self._close()

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
        elif tag == "blockquote" and self._boxes[-1].tag not in ("li", "ul", "ol"):
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
        if text:
            here = self._formats[-1]
            self._runs.append(Run(here.said(text), here.marks, here.href))

    def _flush(self) -> None:
        """End the paragraph."""
        if not self._runs:
            return
        runs, self._runs = self._runs, []
        around = self._boxes[-1]
        # An item or a cell begins with a paragraph, as the editor's do.
        tag = "p" if around.tag in ("ul", "ol", "li", "td", "th") else self._formats[-1].tag
        blocks = paragraphs(tag, runs)
        if not blocks:
            return
        if around.tag in ("ul", "ol"):
            around = last_item(around)
        around.children += [_plain_heading(block) for block in blocks]


def _plain_heading(block: Block) -> Block:
    """A heading is strong by itself."""
    if block.tag == "p" or not block.is_bold:
        return block
    runs = [replace(run, marks=run.marks - {"strong"}) for run in block.runs]
    return Block(block.tag, runs)
