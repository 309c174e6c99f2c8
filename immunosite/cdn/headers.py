"""What a stored page says to a shared cache.

Surrogate-Key holds what the page was built from (`editorial.built_from`), by which it is purged.
For readers' browsers nothing changes: they ask again each time. A cache may keep a page for
CDN_SECONDS (RFC 9111, 5.2.2.10) and no longer than until the clock changes it.
"""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from immunosite.invalidation.touching import SITE

# Readers' browsers ask again each time, and mostly hear 304: a withdrawn page is gone at once.
ASK_AGAIN = "public, no-cache"
# The same to browsers, where a cache between may answer them.
BROWSERS_ASK_AGAIN = "public, max-age=0, must-revalidate"


def cache_headers(
    sources: frozenset[str], until: datetime, *, is_old: bool = False
) -> list[tuple[str, str]]:
    """`until`: when the clock next changes the page. `is_old`: the database could not be asked
    whether it still holds, so nobody else may keep it."""
    if is_old or not settings.CDN_SECONDS:
        return [("Cache-Control", ASK_AGAIN)]
    left = max(0, int((until - timezone.now()).total_seconds()))
    seconds = min(settings.CDN_SECONDS, left)
    # RFC 5861: a page that is asked for anew meanwhile; never past the moment of the clock either.
    stale = min(settings.CDN_STALE_SECONDS, left - seconds)
    said = [BROWSERS_ASK_AGAIN, f"s-maxage={seconds}"]
    said += [f"stale-while-revalidate={stale}"] if stale else []
    keys = " ".join(sorted([*sources, SITE]))
    return [("Cache-Control", ", ".join(said)), ("Surrogate-Key", keys)]
