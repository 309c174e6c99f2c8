"""The way to a page, as its breadcrumb shows it."""

from collections.abc import Iterable

from immunosite.structured_data.node import Node, address, node


def breadcrumb(steps: Iterable[tuple[str, str]]) -> Node:
    """Of names and paths in their order; the last step is the page itself and has no path."""
    items = [
        node("ListItem", position=place, name=str(name), item=path and address(path))
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return node("BreadcrumbList", itemListElement=items)
