"""Parts: a snapshot as a reviewer names it, field by field, whatever the kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from editorial.changes.blocks import HEADING, Block, lines_of
from editorial.changes.html_reader import blocks_of_html, tokens_of_html
from editorial.changes.tokens import Token, Tokens, aside, tokens_of
from editorial.labels import field_label, words_of_name
from editorial.models import Document
from editorial.snapshot import Snapshot, rows_of
from editorial.text.rich_text import RichTextField
from editorial.text.unseen import named

# What every snapshot has beside its content, in the order of the page.
COMMON = {
    "title": "Title",
    "summary": "Summary",
    "slug": "Address",
    "writer": "Writer named on the page",
    "change_note": "What changed, and why",
    "glossary_links": "Links to the glossary, decided by the writer",
}
# Never shown unless they differ.
SILENT = {
    "kind": "Kind of page",
    "schema": "Form of the record",
    "labels": "Words for chosen values",
}
APART = {*COMMON, *SILENT, "content", "facets"}
# In rows of a list: what serves the machine, or follows from the order.
UNSEEN = {
    "key": "Key",
    "anchor": "Anchor",
    "number": "Number in the list",
    "cited": "Times cited in the text",
}
# In rows of a list: the words before a value; none where it speaks for itself.
LABELS = {"name": "", "html": "", "heading": "", "doi": "DOI", "pmid": "PMID", "url": "Web address"}
FIRST = ["name", "heading", "html"]
SECTIONS, LAST = "sections", "sources"
Field = "models.Field[object, object] | None"


@dataclass(frozen=True)
class Part:
    """`key` finds the same part in another snapshot; `label` is what a person calls it; `value` is
    the JSON that it shows. `shown_by` names another part that shows the same value; `html` is the
    rich text that the blocks were read from, after the `heading` of a section and its facts."""

    key: str
    label: str
    blocks: tuple[Block, ...]
    value: object = None
    shown_by: str = ""
    html: str | None = None
    heading: object = None


def parts_of(snapshot: Snapshot, names: Mapping[int, str]) -> list[Part]:
    """`names` are the titles of the documents that the snapshot's facets name."""
    return [*_common(snapshot), *_content(snapshot), *_others(snapshot), *_facets(snapshot, names)]


def places_of(snapshot: Snapshot) -> list[str]:
    """What a comment can point at: the parts, and the headings of long texts, in their order."""
    places = []
    for part in parts_of(snapshot, {}):
        if part.blocks and not part.shown_by:
            # A place is remembered by its words and not by its number: the next draft may count
            # otherwise.
            headings = [block.text for block in part.blocks if block.kind == HEADING]
            places += [part.label, *headings]
    return list(dict.fromkeys(place[:120] for place in places))


def _common(snapshot: Mapping[str, object]) -> Iterator[Part]:
    for key, label in COMMON.items():
        if key in snapshot:
            yield Part(key, label, tuple(_blocks(None, snapshot[key])), snapshot[key])


def _others(snapshot: Mapping[str, object]) -> Iterator[Part]:
    """What a later schema may add to a snapshot; and what is only shown where it differs."""
    for key, label in SILENT.items():
        if key in snapshot:
            yield Part(key, label, (), snapshot[key])
    for key in sorted(snapshot.keys() - APART):
        yield Part(key, words_of_name(key), tuple(_blocks(None, snapshot[key])), snapshot[key])


def _content(snapshot: Snapshot) -> Iterator[Part]:
    model, content = Document.model_of(snapshot["kind"]), snapshot["content"]
    sources, labels = source_keys(content.get(LAST)), snapshot.get("labels", {})
    for name in sorted(content, key=lambda name: _rank(model, name)):
        chosen = labels.get(name, {})
        value = _chosen(content[name], lambda each, words: words, chosen)
        for part in _parts_of_field(model, name, value, sources):
            signed = _chosen(
                content[name], lambda each, words: {"value": each, "words": words}, chosen
            )
            yield replace(part, value=signed) if chosen else part


def _chosen(
    value: object, shown: Callable[[str, str], object], labels: Mapping[str, str]
) -> object:
    """Chosen values with the words that are signed for them, which readers see in their place."""
    if isinstance(value, list):
        return [_chosen(each, shown, labels) for each in value] if labels else value
    if isinstance(value, str) and value in labels:
        return shown(value, labels[value])
    return value


def source_keys(sources: object) -> dict[str, str]:
    """The key of each source by the number that its citations carry."""
    rows = sources if isinstance(sources, list) else []
    return {str(row.get("number")): str(row.get("key")) for row in rows if isinstance(row, dict)}


def _rank(model: type[models.Model], name: str) -> tuple[int, int, str]:
    """The order of the model's fields, because PostgreSQL keeps no order of JSON keys; then what
    the kind composed of several (its sections first), and at the end the sources."""
    order = [field.name for field in model._meta.fields]
    late = {SECTIONS: 1, LAST: 3}.get(name, 0 if name in order else 2)
    return late, order.index(name) if name in order else 0, name


def _field(model: type[models.Model] | None, name: str) -> object:
    """The field of that name; of a relation, its other end; None where there is none."""
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _label(field: object, name: str) -> str:
    if isinstance(field, models.Field):
        return field_label(field.model, field.name)
    return LABELS.get(name, words_of_name(name))


def _parts_of_field(
    model: type[models.Model], name: str, value: object, sources: Mapping[str, str]
) -> Iterator[Part]:
    """One part; but each section of a list of headed sections is a part of its own."""
    field = _field(model, name)
    if isinstance(value, list) and all(_is_section(row) for row in value):
        yield Part(name, _label(field, name), (), [])
        yield from _sections(name, rows_of(value), sources)
    else:
        blocks = tuple(_blocks(field, value, sources))
        html = value if isinstance(field, RichTextField) and isinstance(value, str) else None
        yield Part(name, _label(field, name), blocks, value, html=html)


def _sections(
    name: str, rows: list[dict[str, object]], sources: Mapping[str, str]
) -> Iterator[Part]:
    # Two sections may have one heading, and a key that stands twice would hide one of them.
    used: set[str] = set()
    for row in rows:
        heading, html = str(row["heading"]), str(row["html"])
        key = f"{name}/{row.get('anchor') or heading}"
        while key in used:
            key += " again"
        used.add(key)
        unseen = tuple((each, str(row[each])) for each in row if each in UNSEEN)
        first = Block(HEADING, tokens_of(heading), unseen=unseen)
        blocks = (first, *blocks_of_html(html, sources))
        facts = {each: row[each] for each in row if each != "html"}
        label = named(heading) or "Section"
        yield Part(key, label, blocks, row, html=html, heading=facts)


def _is_section(row: object) -> bool:
    return (
        isinstance(row, dict)
        and {"heading", "html"} <= row.keys()
        and all(isinstance(row[name], str) for name in ("heading", "html"))
    )


def _blocks(
    field: object, value: object, sources: Mapping[str, str] | None = None
) -> Iterator[Block]:
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                yield _entry(field, item, sources)
            else:
                yield Block("List item", tokens_of(_shown(field, item)))
    elif isinstance(field, RichTextField) and isinstance(value, str):
        yield from blocks_of_html(value, sources)
    else:
        yield from lines_of(_shown(field, value))


def _entry(field: object, item: dict[str, object], sources: Mapping[str, str] | None) -> Block:
    """A row of a list: its values one after the other, each with its label."""
    model = getattr(field, "related_model", None)
    tokens: list[Token] = []
    for name in sorted(item, key=lambda name: _row_rank(model, name)):
        words = (
            () if name in UNSEEN else _value_tokens(_field(model, name), name, item[name], sources)
        )
        if words:
            label = _label(_field(model, name) if name not in FIRST else None, name)
            tokens += [aside(";", gap=" ")] if tokens else []
            tokens += [aside(f"{label}:", gap=" ")] if label else []
            tokens += words
    unseen = tuple((UNSEEN[name], _shown(None, item[name])) for name in UNSEEN if name in item)
    return Block("Entry", tuple(tokens), unseen=unseen)


def _row_rank(model: type[models.Model] | None, name: str) -> tuple[int, int, str]:
    order = [field.name for field in model._meta.fields] if model else []
    first = FIRST.index(name) if name in FIRST else len(FIRST)
    return first, order.index(name) if name in order else len(order), name


def _value_tokens(
    field: object, name: str, value: object, sources: Mapping[str, str] | None
) -> Tokens:
    if name == "html" and isinstance(value, str):
        return tokens_of_html(value, sources)
    return tokens_of(_shown(field, value))


def _shown(field: object, value: object) -> str:
    """A chosen value by the words that a person chose; 0 and No are values like any other."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(_shown(field, each) for each in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{words_of_name(name)}: {_shown(None, value[name])}" for name in sorted(value)
        )
    choices = dict(getattr(field, "flatchoices", None) or [])
    return str(choices.get(value, value))


def _facets(snapshot: Snapshot, names: Mapping[int, str]) -> Iterator[Part]:
    """Relations by name. Plain values that repeat a field of the content are shown there."""
    for role, items in sorted(snapshot["facets"].items()):
        blocks = tuple(_page(item, names) for item in items)
        shown_by = _shown_by(snapshot["content"], items)
        yield Part(f"facet/{role}", words_of_name(role), blocks, items, shown_by)


def _shown_by(content: dict[str, object], items: Sequence[object]) -> str:
    same = (name for name in sorted(content) if items and content[name] in (items, *items[:1]))
    return next((name for name in same if len(items) == 1 or content[name] == items), "")


def _page(item: object, names: Mapping[int, str]) -> Block:
    if not isinstance(item, int):
        return Block("Page", tokens_of(str(item)))
    name = names.get(item, f"A page that is not public now (number {item})")
    return Block("Page", tokens_of(name), unseen=(("Number of the page", str(item)),))
