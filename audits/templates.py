"""`python -m audits.templates`: a line of a template starts one block-level element at most, and is
at most 120 characters long. Exits with 1 when a line is amiss.

Inline elements and template tags share a line with text: a line break beside them is a space on the
page. Drawings (SVG) are signed as they stand, byte for byte, and are left alone (ADR 0007).
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_LENGTH = 120
# HTML Living Standard, 15.3: what a browser shows as a block, and what stands in the head.
# The level of a heading may be a variable, which `masked` turns into zeros.
BLOCK = re.compile(
    "address|article|aside|base|blockquote|body|caption|col|colgroup|dd|details|dialog|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|h[0-9]+|head|header|hgroup|hr|html|legend|li|link|main|"
    "menu|meta|nav|ol|optgroup|option|p|pre|script|section|style|summary|table|tbody|td|template|"
    "tfoot|th|thead|title|tr|ul",
    re.IGNORECASE,
)
# Django takes a tag that runs on over a line's end for text, and prints it.
BROKEN = re.compile(r"\{[%{#](?:(?![%}#]\}).)*$")
START = re.compile(r"<([a-z][a-z0-9]*)", re.IGNORECASE)
TEMPLATE = re.compile(
    r"\{% comment\b.*?%\}.*?\{% endcomment %\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL
)


def masked(source: str) -> str:
    """The HTML alone: what is Django's becomes zeros, each line as long as before."""
    return TEMPLATE.sub(lambda found: re.sub(r"[^\n]", "0", found[0]), source)


def faults(source: str) -> Iterator[tuple[int, str]]:
    """The number of each line that is amiss, and what is."""
    lines = zip(source.split("\n"), masked(source).split("\n"), strict=True)
    for number, (line, html) in enumerate(lines, 1):
        if len(line) > MAX_LENGTH:
            yield number, f"{len(line)} characters, more than {MAX_LENGTH}: break it at a space"
        if BROKEN.search(line):
            yield number, "a template tag is not closed on its line: readers would see it"
        starts = [name for name in START.findall(html) if BLOCK.fullmatch(name)]
        if len(starts) > 1:
            yield number, f"starts {' and '.join(starts)}: give each a line of its own"


def templates(root: Path) -> Iterator[Path]:
    """The project's own; `var` holds its owner's."""
    for folder in [root / "templates", *sorted(root.glob("[!.]*/templates"))]:
        if folder.parent.name != "var":
            yield from sorted([*folder.rglob("*.html"), *folder.rglob("*.xml")])


def main(root: Path = ROOT) -> int:
    found = 0
    for path in templates(root):
        for number, fault in faults(path.read_text(encoding="utf-8")):
            print(f"{path.relative_to(root)}:{number}: {fault}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
