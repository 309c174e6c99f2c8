"""Small acts on the tree: words of an element, and taking one out without gluing its neighbours."""

from lxml.html import HtmlElement as Element

BLOCKS = frozenset(
    (  # noqa: SIM905 - shorter to read
        "address article aside blockquote body caption center dd details dialog div dl dt "
        "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li "
        "listing main menu nav ol optgroup option p pre search section summary table tbody td "
        "tfoot th thead tr ul xmp"
    ).split()
)


WITHIN_TABLES = frozenset({"tr", "td", "th", "thead", "tbody", "tfoot", "li"})


def words(element: Element) -> str:
    """Its words on one line; comments are no words."""
    return " ".join(" ".join(element.itertext("*")).split())


def take_out(element: Element) -> None:
    """The element and all in it; the text after it stays. Lines that it parted stay parted."""
    if element.tag in WITHIN_TABLES:
        element.drop_tree()
    elif any(each.tag in BLOCKS for each in element.iter()):
        replace(element, "", tag="div")
    else:
        element.drop_tree()


def replace(element: Element, text: str, *, tag: str = "span") -> None:
    """The element becomes one that holds this text alone."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = tag, text, tail
