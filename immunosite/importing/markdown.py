"""Markdown to HTML, which then goes the way of all foreign HTML: see `editorial/text/incoming/`.

HTML in it is read as HTML, struck-out words as deleted ones. Notes have no place in the schema:
their marks become words, their texts stand where they stood.
"""

import re

from markdown_it import MarkdownIt

# What is nested deeper than this, the parser would leave out.
parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 100})
parser.enable(["table", "strikethrough"])
parser.validateLink = lambda url: True  # type: ignore[method-assign]  # the transform names it

# `[^1]: Text` would be read as the address of a link called “^1”.
NOTE = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*", re.MULTILINE)
MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")


def to_html(text: str) -> str:
    return str(parser.render(_notes_as_words(text)))


def _notes_as_words(text: str) -> str:
    return MARK.sub(r"\\[\1\\]", NOTE.sub(r"\n\\[\1\\] ", text))


def sections(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first heading of the second level, and each such heading, however it
    is written, with its text."""
    lines = text.split("\n")
    tokens = parser.parse(text)
    found = [
        (token.map, tokens[number + 1].content)
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2" and not token.level and token.map
    ]
    starts = [first for (first, _), _ in found] + [len(lines)]
    parts = [
        (heading.strip(), "\n".join(lines[last:end]).strip())
        for ((_, last), heading), end in zip(found, starts[1:], strict=True)
    ]
    return "\n".join(lines[: starts[0]]).strip(), parts
