"""The search tables are copies of signed words: whether they still say what was signed."""

import logging
from collections.abc import Iterable

from editorial.models import Edition
from immunosite.search.indexed_text import Parts, indexed, parts_of
from immunosite.search.models import SearchText

integrity_log = logging.getLogger("editorial.integrity")


def text_of(pk: int, parts: Parts) -> SearchText:
    return SearchText(
        entry_id=pk,
        title=indexed(parts.title),
        names=indexed("; ".join(parts.names)),
        summary=indexed(parts.summary),
        body=indexed(parts.body),
    )


def same_as_signed(editions: Iterable[Edition]) -> set[int]:
    """The ids of those whose indexed words are those of their text. One query; what differs is
    logged, and is no answer to a search."""
    signed = {each.pk: text_of(each.pk, parts_of(each)) for each in editions}
    stored = SearchText.objects.in_bulk(list(signed))
    kept = {pk: _words(text) for pk, text in stored.items()}
    same = {pk for pk, text in signed.items() if kept.get(pk) == _words(text)}
    for pk in signed.keys() - same:
        integrity_log.critical(
            "The search text of edition %s is not that of its signed text. Run manage.py "
            "verify_records --repair-search.", pk,
        )  # fmt: skip
    return same


def _words(text: SearchText) -> tuple[str, str, str, str]:
    return text.title, text.names, text.summary, text.body
