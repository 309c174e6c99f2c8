"""From a snapshot to its passages: one function, with a version, because names are signed.

A passage is a paragraph, heading, list item or table row of rich text; one plain field; one item or
row of a list (a key point, a risk, a source, a drawing); one relation. Its name is the SHA-256 of
its canonical bytes: the form below, what sort it is, its content. Where it stands is no part of
the name, so that what moves keeps its name; it is part of the `leaf`, and of what counts as
unchanged (`align`). Whatever the kind: the parts are those that the comparison shows.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial

from editorial.changes.blocks import HEADING, Block
from editorial.changes.parts import SILENT, Part, parts_of, source_keys
from editorial.changes.tokens import ASIDE
from editorial.digests import canonical, digest_of
from editorial.snapshot import Snapshot
from editorial.text.fold import fold
from editorial.text.marks import as_latin
from editorial.text.plain_text import shortened

FORM = 1
# In a row: what follows from the order of the text, and is no change to whoever reads the row.
DERIVED = {"number", "cited"}
CITATION = re.compile(r'(?<=<sup class="citation">)(.*?)(?=</sup>)')
CITED = re.compile(r'<a href="#source-(\d+)" id="cite-\1-\d+" aria-label="Source \1">\1</a>')
EXCERPT = 60  # characters


@dataclass(frozen=True)
class Passage:
    """`place`: the part of the page, the headings above, the lists or tables that it stands in, and
    those that begin with it. `label`: the same in words for a person."""

    sort: str
    content: object
    place: tuple[str, ...]
    label: str
    blocks: tuple[Block, ...] = field(compare=False, repr=False)

    @cached_property
    def name(self) -> str:
        """64 hexadecimal digits. Two of one name have the same bytes."""
        return digest_of(self._bytes)

    @property
    def leaf(self) -> bytes:
        """What the tree hashes: the passage at its place."""
        return canonical({**self._bytes, "place": list(self.place)})

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        return self.name, self.place

    @property
    def part(self) -> str:
        return self.place[0]

    @cached_property
    def text(self) -> str:
        return " ".join(block.text.strip() for block in self.blocks if block.tokens)

    @cached_property
    def words(self) -> str:
        """Its words alone, folded, for finding it again in another wording or other characters."""
        tokens = (token for block in self.blocks for token in block.tokens)
        told = (token.text for token in tokens if ASIDE not in token.marks)
        return fold(as_latin(" ".join(told)))

    @property
    def excerpt(self) -> str:
        return shortened(self.text, EXCERPT)

    @property
    def _bytes(self) -> dict[str, object]:
        return {"form": FORM, "sort": self.sort, "content": self.content}


def passages_of(snapshot: Snapshot) -> tuple[Passage, ...]:
    """All passages of a snapshot, in the order of its page. Pure: no query."""
    return _taken_apart(canonical(snapshot))


# A signature and a save ask for the same few texts again and again. By the bytes and made from
# them, so that whatever becomes of the snapshot in hand changes nothing here.
@lru_cache(maxsize=16)
def _taken_apart(text: bytes) -> tuple[Passage, ...]:
    snapshot: Snapshot = json.loads(text)
    sources = source_keys(snapshot["content"].get("sources"))
    return tuple(passage for part in parts_of(snapshot, {}) for passage in _passages(part, sources))


def _passages(part: Part, sources: Mapping[str, str]) -> Iterator[Passage]:
    # Shown elsewhere with the same value; or of the code's making, and under the digest only.
    if part.shown_by or part.key in SILENT:
        return
    if part.html is not None:
        yield from _of_section(part, sources)
    elif isinstance(part.value, list):
        for item, block in zip(part.value, part.blocks, strict=True):
            yield _plain(part, _without_derived(item), (block,))
    elif part.blocks:
        yield _plain(part, _without_derived(part.value), part.blocks)


def _plain(part: Part, content: object, blocks: tuple[Block, ...]) -> Passage:
    """Its sort is the field: the same word as a name and as a frequency are two things."""
    return Passage(part.key, content, (part.key,), part.label, blocks)


def _without_derived(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return {name: value[name] for name in value if name not in DERIVED}


def _of_section(part: Part, sources: Mapping[str, str]) -> Iterator[Passage]:
    """Of rich text. What has no words of its own (a list that begins, a line) belongs to the place
    of what follows: to split a list in two is a change to the item that begins the second."""
    headings: list[tuple[int, str]] = []
    opens: list[Block] = []
    for block in part.blocks:
        if not block.tokens:
            opens.append(block)
            continue
        level = _level(block)
        headings = [above for above in headings if not level or above[0] < level]
        yield _rich(part, block, [text for _, text in headings], opens, sources)
        opens = []
        if level:
            headings.append((level, block.text))
    if opens:
        yield _rich(part, opens[-1], [text for _, text in headings], opens[:-1], sources)


def _level(block: Block) -> int:
    """1 for the heading of a section, which has no markup; 0 for what is no heading."""
    if block.kind != HEADING:
        return 0
    level = dict(block.facts).get("level", "1")
    return int(level) if level.isdecimal() else 1


def _rich(
    part: Part, block: Block, above: list[str], opens: list[Block], sources: Mapping[str, str]
) -> Passage:
    begun = [each.source or each.kind for each in opens]
    place = (part.key, *above, *block.place, *begun)
    content = _by_key(block.source, sources) if block.source else part.heading or block.text
    under = (
        f"{part.label}, under “{above[-1]}”" if above and above[-1] != part.label else part.label
    )
    return Passage(block.kind, content, place, under, (*opens, block))


def _by_key(html: str, sources: Mapping[str, str]) -> str:
    """With each citation by the key of its source: another number is not another statement."""
    return CITATION.sub(partial(_keys, sources), html)


def _keys(sources: Mapping[str, str], cited: re.Match[str]) -> str:
    links = [CITED.fullmatch(link) for link in cited[1].split(",")]
    keys = [sources.get(link[1], "") if link else "" for link in links]
    return ",".join(keys) if all(keys) else cited[0]
