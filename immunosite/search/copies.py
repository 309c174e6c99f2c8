"""The search tables are copies of signed words: whether they still say what was signed."""

import hashlib
import json
import logging
from collections.abc import Iterable

from editorial.kept_by_bytes import KeptByBytes
from editorial.models import Edition
from immunosite.search.indexed_text import Parts, indexed, parts_of
from immunosite.search.models import SearchText

integrity_log = logging.getLogger("editorial.integrity")
_kept_words: KeptByBytes[bytes] = KeptByBytes()


def text_of(pk: int, parts: Parts) -> SearchText:
    return SearchText(
        entry_id=pk,
        title=indexed(parts.title),
        names=indexed("; ".join(parts.names)),
        summary=indexed(parts.summary),
        body=indexed(parts.body),
    )


def same_as_signed(editions: Iterable[Edition]) -> set[int]:
    """Of editions with their stored bytes: the ids of those whose indexed words are those of their
    text. One query; what differs is logged, and is no answer to a search."""
    signed = {each.pk: _signed_words(each) for each in editions}
    indexed = SearchText.objects.in_bulk(list(signed))
    kept = {pk: _words(text) for pk, text in indexed.items()}
    same = {pk for pk, words in signed.items() if kept.get(pk) == words}
    for pk in signed.keys() - same:
        integrity_log.critical(
            "The search text of edition %s is not that of its signed text. Run manage.py "
            "verify_records --repair-search.", pk,
        )  # fmt: skip
    return same


def _signed_words(edition: Edition) -> bytes:
    """To fold a text takes longer than to find it: done once for the same bytes."""
    stored = vars(edition)["stored"]
    words = _kept_words.find(edition.pk, stored)
    if words is None:
        words = _words(text_of(edition.pk, parts_of(edition)))
        _kept_words.keep(edition.pk, stored, words)
    return words


def _words(text: SearchText) -> bytes:
    """The digest of its columns."""
    columns = [text.title, text.names, text.summary, text.body]
    return hashlib.sha256(json.dumps(columns).encode()).digest()
