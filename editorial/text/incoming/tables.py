"""Tables: header cells where the source means them, paragraphs where a table is only a layout."""

import re
from dataclasses import replace

from editorial.text.incoming.blocks import Block, Box
from editorial.text.incoming.report import Report, What

MOST_SPANNED = 100  # columns or rows


def span(value: str) -> str:
    """A colspan or rowspan worth keeping, else nothing."""
    number = int(value) if re.fullmatch(r"\d{1,4}", value) else 1
    return str(min(number, MOST_SPANNED)) if number > 1 else ""


def finished_table(table: Box, *, is_nested: bool, report: Report) -> list[Block | Box]:
    """What stands in the table's place: a caption before it, then its rows, or paragraphs.

    The schema has no caption, so its words are the paragraph before the table.
    """
    rows = [child for child in table.children if isinstance(child, Box) and child.tag == "tr"]
    before = [child for child in table.children if isinstance(child, Block) or child.tag != "tr"]
    rows = [row for row in rows if row.children]
    if not any(row.blocks() for row in rows):
        return before
    if is_nested or table.attributes.pop("of", "") in ("presentation", "none"):
        if is_nested:
            report.add(What.NESTED)
        cells = [cell for row in rows for cell in row.children if isinstance(cell, Box)]
        return [*before, *(child for cell in cells for child in cell.children)]
    for row in rows:
        head = row.attributes.pop("head", "")
        _make_head(row, "" if head == "maybe" and len(rows) == 1 else head)
    return [*before, Box("table", {}, [_filled(row) for row in rows])]


def _make_head(row: Box, head: str) -> None:
    cells = [cell for cell in row.children if isinstance(cell, Box)]
    blocks = [block for cell in cells for block in cell.blocks()]
    if head == "maybe" and not (blocks and all(block.is_bold for block in blocks)):
        return
    if head:
        for cell in cells:
            cell.tag = "th"
            cell.attributes.setdefault("scope", "col")


def _filled(row: Box) -> Box:
    """A cell holds at least an empty paragraph; a header cell is strong by itself."""
    for cell in row.children:
        if not isinstance(cell, Box):
            continue
        if cell.tag == "th" and all(block.is_bold for block in cell.blocks()):
            cell.children = [_plain(child) for child in cell.children]
        cell.children = cell.children or [Block("p", [])]
    return row


def _plain(child: Block | Box) -> Block | Box:
    if isinstance(child, Box):
        return child
    return Block(child.tag, [replace(run, marks=run.marks - {"strong"}) for run in child.runs])
