"""The authorship ledger: written at each save, asked at submission and at signing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from reversion.models import Version

from editorial.digests import digest_of
from editorial.models import Authorship, Document, User
from editorial.models.along import bring_along
from editorial.models.authorship import WHOLE_DRAFT, AuthorshipRecord
from editorial.passages.authors import Entry, Known, entries
from editorial.passages.derive import Passage, passages_of

Text = Sequence[Passage]
INSERT = """INSERT INTO editorial_authorship
    (document_id, passage, author_id, took_out, draft_version, words)
    VALUES (%s, %s, %s, %s, %s, %s)"""


def text_before(document: Document) -> Text:
    """What is stored of a draft that is about to be saved; nothing of a new one."""
    if not document.pk:
        return ()
    stored = document.stored()
    bring_along(stored)
    return passages_of(stored.snapshot())


def enter(before: Text, stored: Document, *, by: User) -> str:
    """Add what a save changed. Returns the digest of the rows, for the save's audit event."""
    known = _known(stored) if before else Known()
    added = entries(before, passages_of(stored.snapshot()), known, by=by.pk)
    rows = [_row(stored, each) for each in (Entry(WHOLE_DRAFT, by.pk), *added)]
    # Not `bulk_create`: a new text brings a row for each passage, and to build them into one
    # statement costs more than all the rest of it.
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [_columns(row) for row in rows])
    return _digest_of(rows)


def digest_of_rows(rows: Iterable[Authorship]) -> str:
    """In no order of its own: the database keeps none."""
    return _digest_of(row.as_record() for row in rows)


def _digest_of(records: Iterable[AuthorshipRecord]) -> str:
    told = sorted(records, key=lambda each: [str(value) for value in each.values()])
    return digest_of({"rows": told})


def _row(stored: Document, entry: Entry) -> AuthorshipRecord:
    return AuthorshipRecord(
        document=stored.pk,
        passage=entry.passage,
        author=entry.author,
        took_out=entry.took_out,
        draft_version=stored.draft_version,
        words=entry.words,
    )


def _columns(row: AuthorshipRecord) -> tuple[int, str, int, bool, int, str]:
    return (row["document"], row["passage"], row["author"],
            row["took_out"], row["draft_version"], row["words"])  # fmt: skip


def _known(stored: Document) -> Known:
    known = Known()
    rows = Authorship.objects.filter(document=stored.pk).exclude(passage=WHOLE_DRAFT)
    for row in rows.order_by("pk").values_list("passage", "author_id", "took_out", "words"):
        known.add(Entry(*row))
    return known


# --- Looked up ------------------------------------------------------------------------------------


def authors_by_passage(document: Document, text: Text, frozen_at: datetime) -> dict[str, set[int]]:
    """The ids of all authors of each passage, by its name, of a text that was frozen at a time."""
    names = {each.name for each in text}
    rows = Authorship.objects.filter(document=document.pk, passage__in=names, took_out=False)
    found: dict[str, set[int]] = {name: set() for name in names}
    for passage, author in rows.values_list("passage", "author_id"):
        found[passage].add(author)
    shared = authors_of_shared(document, text, frozen_at)
    for each in text:
        found[each.name] |= shared.get(key_of(each), set())
    return found


def key_of(passage: Passage) -> str:
    """By which a row that documents share, such as a source, is found; empty for other passages."""
    content = passage.content
    return str(content.get("key", "")) if isinstance(content, dict) else ""


def authors_of_shared(
    document: Document, text: Text, frozen_at: datetime | None = None
) -> dict[str, set[int]]:
    """By the key of each shared row: whoever changed it, before the document was there, too."""
    keys = {key_of(each) for each in text} - {""}
    rows = document.specific.shared_rows(keys) if keys else {}
    found: dict[str, set[int]] = {}
    for model in {type(row) for row in rows.values()}:
        of_model = {str(row.pk): key for key, row in rows.items() if type(row) is model}
        versions = Version.objects.get_for_model(model).filter(object_id__in=of_model)
        if frozen_at:
            versions = versions.filter(revision__date_created__lte=frozen_at)
        people = versions.exclude(revision__user=None).order_by()
        for pk, user in people.values_list("object_id", "revision__user").distinct():
            found.setdefault(of_model[pk], set()).add(user)
    return found
