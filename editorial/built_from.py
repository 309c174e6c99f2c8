"""What a page is built from, noted while it is made: an act then empties only what it changes.

`reading(…)` stands around what the page asks of the database and says of what the answers are. A
question outside any such block notes EVERYTHING: what nobody thought of is made anew after every
act that readers see, and never shown too long.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from django.db import connections

# Of what is public; each act that readers see touches it.
EVERYTHING = "everything"
Execute = Callable[[str, object, bool, dict[str, object]], object]


def document(pk: int) -> str:
    """The editions of a document, their times and notices."""
    return f"document-{pk}"


def naming(pk: int) -> str:
    """The editions that name a document."""
    return f"naming-{pk}"


def kind(name: str) -> str:
    """All editions of a kind, and which there are."""
    return f"kind-{name}"


def address(kind_name: str, slug: str) -> str:
    """Which edition is at an address."""
    return f"address-{kind_name}-{slug}"


def signer(slug: str) -> str:
    """The editions that a reviewer signed."""
    return f"signer-{slug}"


class Notes:
    """`sources` are the names above; `blocks` counts the blocks that the page is in now."""

    def __init__(self) -> None:
        self.sources: set[str] = set()
        self.blocks = 0

    def asked(
        self, execute: Execute, sql: str, parameters: object, many: bool, context: dict[str, object]
    ) -> object:
        if not self.blocks:
            self.sources.add(EVERYTHING)
        return execute(sql, parameters, many, context)


_notes: ContextVar[Notes | None] = ContextVar("built_from", default=None)


@contextmanager
def noting() -> Iterator[Notes]:
    """Around the making of one page."""
    notes = Notes()
    token = _notes.set(notes)
    try:
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(notes.asked))
            yield notes
    finally:
        _notes.reset(token)


@contextmanager
def reading(*sources: str) -> Iterator[None]:
    """Also noted where nothing is asked, since the answer may be kept from before; without a name
    it says nothing, and covers nothing."""
    notes = _notes.get()
    if notes is None or not sources:
        yield
        return
    notes.sources.update(sources)
    notes.blocks += 1
    try:
        yield
    finally:
        notes.blocks -= 1
