"""The small parts of which all markup is made."""

from typing import Any

from django.conf import settings

Node = dict[str, Any]


def node(kind: str, **properties: Any) -> Node:
    """A thing of a schema.org type, without the properties that the page leaves empty."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
