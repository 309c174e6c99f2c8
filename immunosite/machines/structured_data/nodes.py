"""The small parts of which all markup is made, and the markup as a data block."""

import json
from collections.abc import Iterable

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from editorial.public.absolute_url import absolute_url
from editorial.public.schema_org import Node, node

LANGUAGE = "en-GB"  # as on <html>
# No text can end the element or open a comment in it: JSON reads these escapes as the characters.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def website() -> Node:
    """The site as a whole."""
    return node("WebSite", name=settings.SITE_NAME, url=absolute_url("/"), inLanguage=LANGUAGE)


def breadcrumb(steps: Iterable[tuple[str, str]]) -> Node:
    """Of names and paths in their order; the last step is the page itself and has no path."""
    items = [
        node("ListItem", position=place, name=str(name), item=path and absolute_url(path))
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return node("BreadcrumbList", itemListElement=items)


def script(data: Node) -> SafeString:
    """The same bytes for the same data. Browsers do not run the block, so the
    Content-Security-Policy lets it be."""
    whole = {"@context": "https://schema.org", **data}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
