"""The glossary as it was after the last public act: read again only when there was another."""

from functools import lru_cache

from editorial.models import AuditEvent
from glossary.matcher import Matcher
from glossary.terms import live_matcher


def known_terms() -> Matcher:
    """Two small questions; the entries are read once after each public act. A term whose time
    comes between two acts is known after the next."""
    head = AuditEvent.objects.head()
    if head is None:
        return Matcher(())
    public = AuditEvent.objects.filter(sequence=head.generation)
    return _read(public.values_list("hash", flat=True).first() or "")


@lru_cache(maxsize=1)
def _read(event: str) -> Matcher:
    """By the hash of the event: no two sites, and no two tests, share one."""
    return live_matcher()
