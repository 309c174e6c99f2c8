"""Page: what a reader sees of a snapshot, typed. Each kind adds its own fields."""

from dataclasses import dataclass, field, fields
from typing import Self

from editorial.snapshot import Facets, Snapshot, made, rows_of


@dataclass(frozen=True)
class Source:
    """One numbered source; `html` is its AMA citation, cleaned when it was frozen.

    `cited` counts its places in the text: the back links #cite-N-1 to #cite-N-cited.
    """

    number: int
    html: str
    key: str = ""
    cited: int = 0
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""


@dataclass(frozen=True)
class Page:
    """Made from a snapshot alone: never from a draft, and without a query."""

    kind: str
    slug: str
    title: str
    summary: str
    writer: str
    facets: Facets
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    change_note: str = ""
    glossary_links: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    @classmethod
    def read(cls, snapshot: Snapshot) -> Self:
        """Fields that a snapshot of an older schema lacks keep their defaults."""
        given: dict[str, object] = {**snapshot, **snapshot["content"]}
        given["sources"] = [made(Source, row) for row in rows_of(given.get("sources", []))]
        known = (each.name for each in fields(cls))
        return made(cls, {name: given[name] for name in known if name in given})

    def label(self, name: str, value: str) -> str:
        """The words that were signed for this value of a field; the value itself without any."""
        return self.labels.get(name, {}).get(value, value)

    def ids(self, role: str) -> list[int]:
        """The documents that the page names in this role, e.g. `therapy`."""
        return [item for item in self.facets.get(role, []) if isinstance(item, int)]


@dataclass(frozen=True)
class Section:
    """A headed part of a page; `anchor` is its id in the page, `html` is clean."""

    anchor: str
    heading: str
    html: str
