"""Where rooms above this one plug in. `editorial` imports nothing of them, so they register here,
in the `ready` of their app:

    hooks.edition_listeners.register(index)

To register a function once more changes nothing: an app may be made ready again, as tests do.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

# Functions are registered while the apps are still loading, before there are models.
if TYPE_CHECKING:
    from django.db.models import Expression, Model, QuerySet

    from editorial.findings import Finding
    from editorial.models import Document, Edition, User
    from editorial.snapshot import Snapshot

F = TypeVar("F", bound=Callable[..., object])


class Hook(Generic[F]):
    """Functions of one signature, called in the order in which they were registered."""

    def __init__(self) -> None:
        self._functions: dict[F, None] = {}

    def register(self, function: F) -> F:
        self._functions[function] = None
        return function

    def __iter__(self) -> Iterator[F]:
        return iter(self._functions)


@dataclass(frozen=True)
class Notice:
    """What somebody who has a document before them should know, and where to read on."""

    text: str
    url: str


@dataclass(frozen=True)
class WorkList:
    """One list of “Your work”, which is shown by `admin/work/<name>.html`."""

    name: str
    heading: str
    empty: str  # what is said where there are no rows
    rows: Sequence[object]
    more: str  # address of the whole list

    @property
    def row_template(self) -> str:
        return f"admin/work/{self.name}.html"


# Told which editions a publication, move or withdrawal touched. They run inside the act's
# transaction: what one of them raises undoes the act.
edition_listeners: Hook[Callable[[list["Edition"]], None]] = Hook()

# Told of each draft that is saved, inside the save's transaction.
draft_listeners: Hook[Callable[["Document"], None]] = Hook()

# Asked what of a draft must be mended before it can be submitted.
draft_checks: Hook[Callable[["Document"], list["Finding"]]] = Hook()

# Asked what could be better in the words of a draft, for whoever has it before them; never by an
# act.
draft_advice: Hook[Callable[["Document"], list["Finding"]]] = Hook()

# Asked for the ids of the documents that what was typed into the search box of a list means, as a
# subquery; None where nothing was asked. The last that registered answers.
document_finders: Hook[Callable[[str], "QuerySet[Model] | Expression | None"]] = Hook()

# Asked what stands beside the form of a document.
document_notices: Hook[Callable[["User", "Document"], list[Notice]]] = Hook()

# Asked for the lists of a person's work, empty ones too.
work_lists: Hook[Callable[["User"], list[WorkList]]] = Hook()

# Asked for the live editions whose words have one of the names of a glossary entry, as a subquery
# of their ids. Links to terms are made while a page is rendered and kept nowhere, so the glossary
# cannot tell by itself.
term_uses: Hook[Callable[["Edition"], object]] = Hook()

# Asked by `verify_records` what of the copies that a room above keeps is not as the record has it.
record_checks: Hook[Callable[[], Iterator[str]]] = Hook()

# Asked what of the sources of a text bars it from a signature, in words that name each.
source_faults: Hook[Callable[["Snapshot"], list[str]]] = Hook()

# Asked for the ids of editions whose sources call for a review before it is due, as a subquery.
called_for_review: Hook[Callable[[], object]] = Hook()

# Make the search tables anew from the record; returns how many editions they hold.
search_repairs: Hook[Callable[[], int]] = Hook()
