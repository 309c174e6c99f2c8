"""The small parts of which all markup is made."""

import re
from html import unescape
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags

# `<em>x</em>,` holds no gap, `<p>a</p><p>b</p>` does.
BLOCK = re.compile(r"</?(?:p|br|h\d|ul|ol|li|dl|dt|dd|blockquote|table|tr|th|td|hr)\b[^>]*>")

Node = dict[str, Any]


def node(kind: str, **properties: Any) -> Node:
    """A thing of a schema.org type, without the properties that the page leaves empty."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def plain(html: str) -> str:
    """The words of clean HTML on one line."""
    return " ".join(unescape(strip_tags(BLOCK.sub(" ", html))).split())
