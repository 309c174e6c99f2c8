"""The search tables against the signed texts that they are copies of, for `verify_records`."""

from collections.abc import Iterator

from editorial.models import Document, Edition
from immunosite.search.copies import text_of
from immunosite.search.drafts import text_of_draft
from immunosite.search.index import ROWS, entry_of, names_of
from immunosite.search.indexed_text import parts_of
from immunosite.search.models import DraftText, SearchEntry, SearchName, SearchText, SearchWord


def search_faults() -> Iterator[str]:
    """Every entry that is missing, strange or says something else."""
    wanted = set(Edition.objects.not_over().values_list("pk", flat=True))
    stored = set(SearchEntry.objects.values_list("pk", flat=True))
    yield from (f"Search has no entry of edition {pk}." for pk in sorted(wanted - stored))
    known = SearchWord.objects.values_list("word", flat=True)
    vocabulary = set(known.iterator())
    ids = sorted(wanted | stored)
    for start in range(0, len(ids), ROWS):
        for edition in Edition.objects.filter(pk__in=ids[start : start + ROWS]).order_by("pk"):
            yield from _readable(f"edition {edition.pk}", _entry_faults(edition, vocabulary))
    for document in Document.objects.order_by("pk").iterator(chunk_size=ROWS):
        yield from _readable(f"draft {document.pk}", _draft_faults(document))


def _readable(name: str, found: Iterator[str]) -> Iterator[str]:
    try:
        yield from found
    # Whatever somebody wrote there must come out as a fault, not as a traceback.
    except Exception as error:
        yield f"The text of {name} cannot be read for search: {type(error).__name__}, {error}."


def _entry_faults(edition: Edition, vocabulary: set[str]) -> Iterator[str]:
    parts, entry = parts_of(edition), SearchEntry.objects.filter(pk=edition.pk).first()
    if entry is None:
        return
    name = f"The search entry of edition {edition.pk}"
    if edition.withdrawn:
        yield f"{name}: the edition is withdrawn."
    if _columns(entry) != _columns(entry_of(edition)):
        yield f"{name}: its dates or topics are not those of the edition."
    text = SearchText.objects.filter(pk=edition.pk).first()
    if text is None or _columns(text) != _columns(text_of(edition.pk, parts)):
        yield f"{name}: its words are not those of the signed text."
    names = SearchName.objects.filter(entry=edition.pk).values_list("name", "key")
    if sorted(names) != sorted((each.name, each.key) for each in names_of(edition.pk, parts)):
        yield f"{name}: its names are not those of the signed text."
    if not parts.vocabulary <= vocabulary:
        yield f"{name}: words that spelling may propose are missing."


def _draft_faults(document: Document) -> Iterator[str]:
    stored = DraftText.objects.filter(pk=document.pk).first()
    if stored is None or _columns(stored) != _columns(text_of_draft(document.specific)):
        yield f"The search text of draft {document.pk} is not that of the draft."


def _columns(row: SearchEntry | SearchText | DraftText) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
