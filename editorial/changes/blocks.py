"""Blocks: rich text taken apart into paragraphs, headings, list items and table rows."""

from dataclasses import dataclass
from html.parser import HTMLParser

HEADING = "Heading"
KINDS = {
    "h2": HEADING,
    "h3": HEADING,
    "h4": HEADING,
    "li": "List item",
    "blockquote": "Quotation",
    "tr": "Table row",
}
BLOCK_TAGS = {*KINDS, "p", "ul", "ol", "table", "thead", "tbody", "div"}
CELL_TAGS = {"td", "th"}
DEPTH = 4  # how many tags around a text are told apart; hostile text nests thousands


@dataclass(frozen=True)
class Block:
    """`text` is what a reader reads; `markup` tells two blocks of one text but other form apart."""

    kind: str
    text: str
    markup: str = ""


def blocks_of_html(html: str) -> list[Block]:
    """The blocks of clean HTML, in their order. Link addresses become part of the text, because
    a changed address matters as much as a changed word."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.blocks


def text_of_html(html: str) -> str:
    return " ".join(block.text for block in blocks_of_html(html))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._open: list[str] = []  # block tags around the text
        self._text: list[str] = []
        self._markup: list[str] = []
        self._addresses: list[str] = []  # of the links around the text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in CELL_TAGS:
            self._text.append(" | " if any(map(str.strip, self._text)) else "")
        elif tag not in BLOCK_TAGS:
            self._start_inline(tag, dict(attrs))
        elif self._in_row and tag != "tr":
            self._text.append(" ")
        else:
            self.end_block()
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            if self._open and self._open[-1] == tag:
                self.end_block()
                self._open.pop()
        elif tag not in CELL_TAGS:
            self._end_inline(tag)

    @property
    def _in_row(self) -> bool:
        """A table row is one block, whatever stands in its cells."""
        return bool(self._open) and self._open[-1] == "tr"

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        self._markup.append(data)

    def end_block(self) -> None:
        text = " ".join("".join(self._text).split())
        around = self._open[-DEPTH:]
        if text:
            markup = " ".join("".join(self._markup).split())
            kind = next((KINDS[tag] for tag in reversed(around) if tag in KINDS), "Paragraph")
            self.blocks.append(Block(kind, text, f"{'/'.join(around)} {markup}"))
        self._text, self._markup = [], []

    def _start_inline(self, tag: str, attrs: dict[str, str | None]) -> None:
        self._markup.append(f"<{tag}>")
        if tag == "br":
            self._text.append(" ")
        elif tag == "sup":
            self._text.append(" [")
        elif tag == "a":
            self._addresses.append(attrs.get("href") or "")

    def _end_inline(self, tag: str) -> None:
        self._markup.append(f"</{tag}>")
        if tag == "sup":
            self._text.append("]")
        elif tag == "a" and self._addresses:
            address = self._addresses.pop()
            if address and not address.startswith("#"):
                self.handle_data(f" ({address})")
