"""Markdown to the site's rich text. HTML in it stays text; the drafts' door cleans once more."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

# What the rich text cannot hold is not read as Markdown, so that its words stay as they stand.
LEFT_OUT = ["image", "hr", "fence", "code", "backticks", "html_block", "html_inline", "lheading"]
parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(LEFT_OUT)

HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)


def to_html(text: str) -> str:
    tokens = parser.parse(text)
    for token in tokens:
        _fit_heading(token)
    return str(parser.renderer.render(tokens, parser.options, {})).strip()


def _fit_heading(token: Token) -> None:
    """The page's own title is the only heading 1; the schema ends at 4."""
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(max(int(token.tag[1]), 2), 4)}"


def sections(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first `## Heading`, and each heading with its text."""
    before, *parts = HEADING.split(text)
    headings = (heading.strip(" #") for heading in parts[::2])
    return before.strip(), list(zip(headings, parts[1::2], strict=True))
