"""At each passage of a page its id, and a link to who wrote and signed it."""

from django.utils.html import format_html

from editorial.passages import passages_of
from editorial.passages.marks import Marks, anchors_of
from editorial.snapshot import Snapshot

# Without words of its own, so that headings, search engines and whoever copies the text get none.
LINK = '<a class="passage-link" href="{0}#{1}" id="{1}" aria-label="Who wrote and signed this"></a>'


def links_to_passages(snapshot: Snapshot, address: str) -> Marks:
    """`address` is that of the page of passages. Pure: no query."""
    text = passages_of(snapshot)
    return Marks(text, [format_html(LINK, address, anchor) for anchor in anchors_of(text)])
