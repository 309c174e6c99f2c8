"""The words for HTML: what a reviewer calls each element and attribute."""

from editorial.changes.blocks import HEADING

Attributes = list[tuple[str, str | None]]
Facts = tuple[tuple[str, str], ...]

FRAMES = {
    "ul": "Bulleted list",
    "ol": "Numbered list",
    "blockquote": "Quotation",
    "table": "Table",
    "div": "Section",
    "section": "Section",
    "figure": "Figure",
    "dl": "List of terms",
}
LEAVES = {
    "p": "Paragraph",
    "li": "List item",
    "tr": "Table row",
    "caption": "Table caption",
    "figcaption": "Caption",
    "pre": "Preformatted text",
    "dt": "Term",
    "dd": "Meaning of a term",
    "hr": "Line across the page",
    "colgroup": "Columns",
    **{f"h{level}": HEADING for level in range(1, 7)},
}
PARTS = {"thead": "Table head", "tbody": "Table body", "tfoot": "Table foot"}
BLOCKS = {**FRAMES, **LEAVES, **PARTS}
CELLS = {"td", "th"}
VOID = {"br", "hr", "img", "col", "wbr"}
# In whose place other blocks stand. A table has a body whether it says so or not.
AROUND = {**FRAMES, "li": "List item", "thead": "Table head", "tfoot": "Table foot"}

MARKS = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "sup": "raised",
    "sub": "lowered",
    "u": "underlined",
    "s": "struck through",
    "del": "struck through",
    "a": "part of a link",
}
ATTRIBUTES = {
    "start": "numbering begins at",
    "type": "numbering style",
    "reversed": "numbered backwards",
    "value": "numbered",
    "lang": "language",
    "dir": "reading direction",
    "scope": "heading of its",
    "alt": "description",
}
# What HTML takes where nothing is said.
DEFAULTS = {"start": "1", "rowspan": "1", "colspan": "1"}
# Of attributes inside a line: those whose words a reader can meet. Others mark the text.
TOLD = {"href", "title", "lang", "dir", "src", "alt"}


def facts_of(attrs: Attributes) -> Facts:
    given = ((name, value or "") for name, value in attrs)
    return tuple(
        (ATTRIBUTES.get(name, name), value) for name, value in given if DEFAULTS.get(name) != value
    )


def cell_words(attrs: Attributes) -> str:
    """“covers 2 rows, heading of its row”."""
    return ", ".join(_cell_fact(name, value) for name, value in facts_of(attrs))


def _cell_fact(name: str, value: str) -> str:
    spans = {"rowspan": "rows", "colspan": "columns"}
    return f"covers {value} {spans[name]}" if name in spans else f"{name} {value}"


def inline_marks(tag: str, attrs: Attributes) -> frozenset[str]:
    """`MARKS`, and by their own names the elements and attributes that have no words here."""
    named = [] if tag in MARKS or tag in ("span", "img") else [f"marked as {tag}"]
    silent = [f"marked {name} “{value or ''}”" for name, value in attrs if name not in TOLD]
    return frozenset([*filter(None, [MARKS.get(tag)]), *named, *silent])


def inline_words(tag: str, attrs: Attributes) -> str:
    """What stands in brackets after the words: the address of a link, a title, a language."""
    words = [_described(name, value or "") for name, value in attrs if name in TOLD]
    if tag == "a" and not any(name == "href" for name, _ in attrs):
        words.append("a link without an address")
    return ", ".join(["picture", *words] if tag == "img" else words)


def _described(name: str, value: str) -> str:
    return value if name in ("href", "src") else f"{ATTRIBUTES.get(name, name)} “{value}”"
