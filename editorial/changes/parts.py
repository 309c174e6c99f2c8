"""Parts: a snapshot as a reviewer names it, field by field, whatever the kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from editorial.changes.blocks import HEADING, Block, blocks_of_html, text_of_html
from editorial.models import Document
from editorial.richtext import RichTextField

COMMON = {
    "title": "Title",
    "summary": "Summary",
    "slug": "Address",
    "writer": "Writer named on the page",
}
# In rows of a list: what serves the machine, or follows from the order.
UNSEEN = {"key", "anchor", "number", "cited"}
SECTIONS, LAST = "sections", "sources"


@dataclass(frozen=True)
class Part:
    """`key` finds the same part in another snapshot; `label` is what a person calls it."""

    key: str
    label: str
    blocks: tuple[Block, ...]


def parts_of(snapshot: dict[str, Any], names: Mapping[int, str]) -> list[Part]:
    """`names` are the titles of the documents that the snapshot's facets name."""
    model = Document.model_of(snapshot["kind"])
    content = snapshot["content"]
    common = [Part(key, label, _plain(snapshot[key])) for key, label in COMMON.items()]
    ordered = sorted(content, key=lambda name: _rank(model, name))
    fields = [part for name in ordered for part in _parts_of_field(model, name, content[name])]
    return [*common, *fields, *_facets(snapshot, names)]


def places_of(snapshot: dict[str, Any]) -> list[str]:
    """What a comment can point at: the parts, and the headings of long texts, in their order."""
    places = []
    for part in parts_of(snapshot, {}):
        if part.blocks:
            headings = [block.text for block in part.blocks if block.kind == HEADING]
            places += [part.label, *headings]
    return list(dict.fromkeys(place[:120] for place in places))


def _rank(model: type[models.Model], name: str) -> tuple[int, int, str]:
    """The order of the model's fields, because PostgreSQL keeps no order of JSON keys; then what
    the kind composed of several (its sections first), and at the end the sources."""
    order = [field.name for field in model._meta.fields]
    late = {SECTIONS: 1, LAST: 3}.get(name, 0 if name in order else 2)
    return late, order.index(name) if name in order else 0, name


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any] | None":
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _label(model: type[models.Model], name: str) -> str:
    field = _field(model, name)
    label = str(field.verbose_name) if field else name.replace("_", " ")
    return label[:1].upper() + label[1:]


def _parts_of_field(model: type[models.Model], name: str, value: Any) -> Iterator[Part]:
    """One part; but each section of a list of headed sections is a part of its own."""
    if isinstance(value, list) and all(_is_section(row) for row in value):
        for row in value:
            heading = Block(HEADING, row["heading"])
            key = f"{name}/{row.get('anchor') or row['heading']}"
            yield Part(key, row["heading"], (heading, *blocks_of_html(row["html"])))
    else:
        yield Part(name, _label(model, name), tuple(_blocks(_field(model, name), value)))


def _is_section(row: Any) -> bool:
    return isinstance(row, dict) and {"heading", "html"} <= row.keys()


def _blocks(field: "models.Field[Any, Any] | None", value: Any) -> Iterator[Block]:
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list):
        for item in value:
            yield Block("Entry" if isinstance(item, dict) else "List item", _row_text(field, item))
    elif isinstance(field, RichTextField):
        yield from blocks_of_html(value)
    else:
        yield from _plain(_shown(field, value))


def _row_text(field: "models.Field[Any, Any] | None", item: Any) -> str:
    """A row's values one after the other; what a longer value says already is not said again."""
    if not isinstance(item, dict):
        return _shown(field, item)
    texts: list[str] = []
    for name, value in item.items():
        text = text_of_html(str(value)) if name == "html" else str(value or "")
        if name not in UNSEEN and text and not any(text in other for other in texts):
            texts.append(text)
    return "; ".join(texts)


def _shown(field: "models.Field[Any, Any] | None", value: Any) -> str:
    """A chosen value by the words that a person chose."""
    choices = dict(getattr(field, "flatchoices", None) or [])
    return "" if value is None else str(choices.get(value, value))


def _plain(text: Any) -> tuple[Block, ...]:
    lines = (" ".join(line.split()) for line in str(text).splitlines())
    return tuple(Block("Line", line) for line in lines if line)


def _facets(snapshot: dict[str, Any], names: Mapping[int, str]) -> Iterator[Part]:
    """Relations by name. Plain values that repeat a field of the content are shown there."""
    told = list(snapshot["content"].values())
    for role, items in sorted(snapshot["facets"].items()):
        if items and (items in told or (len(items) == 1 and items[0] in told)):
            continue
        label = role.replace("_", " ").capitalize()
        shown = sorted(_name(item, names) for item in items)
        yield Part(f"facet/{role}", label, tuple(Block("Page", each) for each in shown))


def _name(item: Any, names: Mapping[int, str]) -> str:
    if isinstance(item, int):
        return names.get(item, f"A page that is not public now (number {item})")
    return str(item)
