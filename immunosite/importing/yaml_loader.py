"""YAML as plain data: text, whole numbers, true/false, nothing, lists and mappings. No tags, no
aliases (a few lines of them can expand to gigabytes), no key twice, nothing nested without end.
"""

import re
from typing import Any

import yaml

DEEPEST = 20


class NotPlain(Exception):
    """`line` counts from 1 within the text."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class PlainLoader(yaml.SafeLoader):
    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise NotPlain("anchors and aliases (& and *) are not read; write the value out.", line)
        if getattr(event, "tag", None):
            raise NotPlain(f"tags are not read ({event.tag}); write plain values.", line)
        if self.depth > DEEPEST:
            raise NotPlain(f"is nested more than {DEEPEST} levels deep.", line)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[object, object]:
        keys: set[str] = set()
        for key_node, _ in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise NotPlain("a name must be plain text.", line)
            if key_node.value in keys:
                raise NotPlain(f"“{key_node.value}” stands here twice.", line)
            keys.add(key_node.value)
        mapping = super().construct_mapping(node, deep=deep)
        return {str(key): value for key, value in mapping.items()}


# Only these are not text: a title may be a date, and “No” or “10:30” is what it says.
PlainLoader.yaml_implicit_resolvers = {}
for name, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9][0-9]{0,17})", "-0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
):
    PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{name}", re.compile(rf"(?:{pattern})\Z"), list(first)
    )


def read(text: str) -> Any:
    """The one document in the text. Raises NotPlain with the line."""
    return _guarded(text, lambda loader: loader.get_single_data())


def read_list(text: str) -> list[tuple[int, Any]]:
    """The items of the list that the text is, each with its line. Raises NotPlain."""
    return _guarded(text, _items)  # type: ignore[no-any-return]


def _items(loader: PlainLoader) -> list[tuple[int, object]]:
    node = loader.get_single_node()
    if not isinstance(node, yaml.SequenceNode):
        raise NotPlain("must be a list of rows, each beginning with “- ”.", 1)
    return [
        (item.start_mark.line + 1, loader.construct_object(item, deep=True)) for item in node.value
    ]


def _guarded(text: str, work: Any) -> Any:
    try:
        loader = PlainLoader(text)
        try:
            return work(loader)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"is not YAML: {error.problem or error.context}."
        raise NotPlain(message, mark.line + 1 if mark else 1) from None
    except (yaml.YAMLError, ValueError) as error:
        raise NotPlain(f"is not YAML: {error}", 1) from None
