"""Announcements: who above this room wants to know, in the same transaction, what became public,
and which draft was saved.

`editorial` imports nothing of the rooms above it; the search index, for one, registers here.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

# Listeners register while the apps are still loading, before there are models.
if TYPE_CHECKING:
    from editorial.models import Document, Edition

Listener = Callable[[list["Edition"]], None]
DraftListener = Callable[["Document"], None]
_listeners: list[Listener] = []
_draft_listeners: list[DraftListener] = []


def listen(listener: Listener) -> Listener:
    """Call `listener` with the editions that each publication, move or withdrawal touched.

    It runs inside the act's transaction: what it raises undoes the act.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def announce(editions: list["Edition"]) -> None:
    for listener in _listeners:
        listener(editions)


def listen_to_drafts(listener: DraftListener) -> DraftListener:
    """Call `listener` with each draft that is saved, inside the save's transaction."""
    if listener not in _draft_listeners:
        _draft_listeners.append(listener)
    return listener


def announce_draft(document: "Document") -> None:
    for listener in _draft_listeners:
        listener(document)
