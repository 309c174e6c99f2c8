"""The markup as a data block. Browsers do not run it, so the Content-Security-Policy lets it be."""

import json

from django.utils.safestring import SafeString, mark_safe

from immunosite.structured_data.node import Node

# No text can end the element or open a comment in it: JSON reads these escapes as the characters.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script(data: Node) -> SafeString:
    """The same bytes for the same data."""
    whole = {"@context": "https://schema.org", **data}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
