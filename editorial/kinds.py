"""The kinds of document that the site has: the one list, which all that names kinds reads.

An app says what its kinds are in a module `kinds` of its own: `KINDS = (Kind(…), …)`. Nothing
outside its folder names them. But for a topic, no field below has a default that works:
an empty one is a lack, and `manage.py check` says so (`editorial/checks.py`). See
docs/adding-a-kind.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from editorial.public.page import Page

# Its module needs the tables, and apps say their kinds while the tables are loaded.
if TYPE_CHECKING:
    from editorial.public.schema_org import Node, Shown

# From what a page shows to what it is about, for machines.
Subject = Callable[["Shown"], "Node"]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`model` is a label, “articles.Article”: public pages may know a kind, never its drafts."""

    model: str
    singular: str = ""  # “Glossary term”: what readers call one page of it
    plural: str = ""  # “Glossary terms”
    list_name: str = ""  # “Glossary”: what readers call the list of them all
    description: str = ""  # what the list holds, in one sentence, where readers choose one
    path: str = ""  # “glossary”: where its addresses begin; the name of its feed and sitemap
    urls: str = ""  # “glossary.urls”: the module of its addresses
    page: type[Page] = Page  # its own dataclass, made from a snapshot
    template: str = ""  # how that page is shown, to readers and reviewers alike
    subject: Subject | None = None  # schema.org's `mainEntity`; may be empty for a page
    # Of a kind that other pages are about; empty: none is.
    topic: str = ""  # “therapy”: the facet of snapshots, the parameter of searches and of the API
    schema_type: str = ""  # “MedicalTherapy”: what a topic is to schema.org

    @property
    def name(self) -> str:
        """As it stands in snapshots, in `kind` of every table and in the API."""
        return self.model.rpartition(".")[2].lower()

    @property
    def list_name_in_text(self) -> str:
        """“all conditions”: without its capital letter."""
        return f"{self.list_name[:1].lower()}{self.list_name[1:]}"

    @property
    def list_url(self) -> str:
        return reverse(f"{self.name}-list")


class DoubleKind(Exception):
    """Two apps give the same kind, and pages could be read as either."""


_kinds: dict[str, Kind] = {}


def all_kinds() -> list[Kind]:
    """In the order of INSTALLED_APPS, and of each app's own KINDS."""
    return list(_kinds.values())


def kind_of(name: str) -> Kind:
    """Raises LookupError for a kind that is not there."""
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(f"There is no kind of document called “{name}”.") from None


def topics() -> dict[str, Kind]:
    """The kinds that other pages are about, by the facet that names them; in the order of all."""
    return {kind.topic: kind for kind in all_kinds() if kind.topic}


def register(kind: Kind) -> None:
    """Raises DoubleKind."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise DoubleKind(
            f"{_kinds[kind.name].model} and {kind.model} are both the kind “{kind.name}”. Give one "
            "of the models another name."
        )
