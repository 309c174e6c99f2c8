"""Search over working copies, for the search box of the admin: the public engine's own reading of
words, on a table of drafts. Nothing here reaches readers.
"""

import logging

from django.db import DatabaseError, connection, models, transaction
from django.db.models.expressions import RawSQL

from editorial.models import Document
from editorial.text.fold import placed
from immunosite.search.engines import engine
from immunosite.search.indexed_text import MAX_BODY, NAMES, NOT_TEXT, Parts, indexed, searchable
from immunosite.search.models import DraftText, SearchWord
from immunosite.search.query import MAX_LENGTH, Phrase, Query, has_words, read
from immunosite.search.spelling import SHORTEST, SIMILAR, distance

log = logging.getLogger(__name__)
FOUND = {
    "sqlite": "SELECT rowid FROM search_drafts WHERE search_drafts MATCH %s",
    "postgresql": "SELECT document_id FROM search_drafttext"
    " WHERE words @@ to_tsquery('immunosite', %s)",
}
# What is no text of a page.
APART = {*NAMES, *NOT_TEXT, "kind", "state", "naming", "byline", "title", "slug"}


def index_draft(document: Document) -> None:
    """Renew the row of a draft, of its own kind. A broken index keeps nobody from saving."""
    try:
        with transaction.atomic():
            _index(document)
    except DatabaseError:
        log.exception("The draft %s is not in the search index. Run rebuild_search.", document.pk)


def _index(document: Document) -> None:
    parts = _parts_of(document)
    if document.draft_version > 1:
        DraftText.objects.filter(pk=document.pk).delete()
    text_of_draft(document).save(force_insert=True)
    # Of names alone: all words of all saves would be many.
    named = Parts(parts.title, parts.names, "", "").vocabulary
    SearchWord.objects.bulk_create(
        (SearchWord(word=word) for word in sorted(named)), ignore_conflicts=True
    )


def text_of_draft(document: Document) -> DraftText:
    parts = _parts_of(document)
    return DraftText(
        document_id=document.pk,
        title=indexed(parts.title),
        names=indexed("; ".join(parts.names)),
        body=indexed(parts.body),
    )


def _parts_of(document: Document) -> Parts:
    texts = {
        field.name: str(getattr(document, field.attname) or "")
        for field in document._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
    }
    names = [texts["slug"], *(line for n in NAMES for line in texts.get(n, "").splitlines())]
    body = " ".join(searchable(text) for name, text in texts.items() if name not in APART)
    return Parts(texts["title"], names, "", body[:MAX_BODY])


def documents_found(typed: str) -> RawSQL | None:
    """Ids of the drafts that hold all the words, the last one perhaps unfinished; where there are
    none, of those that hold the words it was meant to be. None where nothing was asked."""
    typed = typed[:MAX_LENGTH]
    if not has_words(typed):
        return None
    query = read(typed)
    if not _some(query.open_ended()):
        query = read(_corrected(typed, query))
    return RawSQL(FOUND[connection.vendor], [engine().expression(query.open_ended())])  # noqa: S611


def _some(query: Query) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"{FOUND[connection.vendor]} LIMIT 1", [engine().expression(query)])
        return cursor.fetchone() is not None


def _corrected(typed: str, query: Query) -> str:
    """What was typed, with the words that no draft holds replaced by the nearest that one holds."""
    better = {word: found for word in dict.fromkeys(query.typed) if (found := _nearest(word))}
    for each in reversed(list(placed(typed))):
        if each.text in better:
            typed = typed[: each.start] + better[each.text] + typed[each.end :]
    return typed


def _nearest(word: str) -> str:
    if len(word) < SHORTEST or not word.isalpha() or _some(_single(word)):
        return ""
    slips = {each: distance(word, each) for each in engine().similar(word, SIMILAR)}
    allowed = 1 if len(word) < 6 else 2
    closest = sorted((slips[each], each) for each in slips if 0 < slips[each] <= allowed)
    return next((each for _, each in closest[:4] if _some(_single(each))), "")


def _single(word: str) -> Query:
    return Query((((Phrase((word,)),),),))
