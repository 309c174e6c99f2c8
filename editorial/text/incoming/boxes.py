"""Boxes as the source means them: lists with their numbers, items, cells with their heads."""

from typing import cast

from lxml.html import HtmlElement as Element

from editorial.text.incoming.blocks import Box
from editorial.text.incoming.tables import span
from editorial.text.incoming.word_lists import NEXT, Item, list_start


def count_down(around: Element) -> None:
    """A list from its last number to its first: each item says its own."""
    items = list(around.iterchildren("li"))
    first = list_start(around) if around.get("start") else len(items)
    for place, item in enumerate(items):
        item.set("value", item.get("value") or str(first - place))


def ordered(start: int, kind: str) -> Box:
    attributes = {"start": str(start)} if start != 1 else {}
    return Box("ol", attributes | ({"type": kind} if kind else {}))


def new_list(item: Item) -> Box:
    if not item.counts:
        return Box("ul")
    kind, number = item.counts[0]
    return ordered(number if number != NEXT else 1, kind)


def takes(around: Box, item: Item) -> bool:
    """Whether the item is the next one of this list."""
    if not item.counts:
        return around.tag == "ul"
    kind, start = around.attributes.get("type", ""), int(around.attributes.get("start", "1"))
    return around.tag == "ol" and any(
        kind == own and number in (NEXT, start + len(around.children))
        for own, number in item.counts
    )


def last_item(around: Box) -> Box:
    if not around.children or not isinstance(around.children[-1], Box):
        around.children.append(Box("li"))
    last = around.children[-1]
    return cast(Box, last)


def holder_of(box: Box, around: Box) -> Box:
    if any(child is box for child in around.children):
        return around
    lists = (each for each in around.children if isinstance(each, Box))
    return next(each for each in lists if any(child is box for child in each.children))


def cell_box(element: Element) -> Box:
    role = element.get("role", "")
    is_head = element.tag == "th" or role in ("columnheader", "rowheader")
    given = element.get("scope") or {"columnheader": "col", "rowheader": "row"}.get(role, "")
    scope = given if is_head and given in ("col", "row", "colgroup", "rowgroup") else ""
    if element.get("rowspan") == "0":  # to the end of its part of the table
        below = sum(1 for _ in element.getparent().itersiblings("tr"))
        element.set("rowspan", str(below + 1))
    found = {name: span(element.get(name, "")) for name in ("colspan", "rowspan")}
    attributes = {name: value for name, value in found.items() if value}
    return Box("th" if is_head else "td", attributes | ({"scope": scope} if scope else {}))
